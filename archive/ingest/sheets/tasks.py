"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from archive.accounts.models import User
from archive.ingest.sheets import actions
from archive.ingest.sheets.models import Sheet


@task()
def check_sheet(sheet_id: int) -> None:
    """Read and judge one spreadsheet."""
    actions.check_sheet(sheet=Sheet.objects.get(pk=sheet_id))


@task()
def import_sheet(sheet_id: int, actor_id: int) -> None:
    """Bring in the rows of one checked spreadsheet, or go on where a crash stopped it."""
    sheet = Sheet.objects.select_related("office").defer("content").get(pk=sheet_id)
    actor = User.objects.get(pk=actor_id)
    actions.import_sheet(actor=actor, sheet=sheet, at=timezone.now())
