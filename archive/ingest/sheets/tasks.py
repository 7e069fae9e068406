"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from django_tasks import task

from archive.accounts.models import User
from archive.catalogue.lifting import LiftsCeiling
from archive.ingest.sheets import actions, undoing
from archive.ingest.sheets.models import Outcome, Sheet
from archive.jobs.said import Said
from archive.jobs.said import say as _


@task()
def check_sheet(sheet_id: int) -> None:
    """Read and judge one spreadsheet."""
    _work(sheet_id, lambda sheet, at: actions.check_sheet(sheet=sheet))


@task()
def import_sheet(sheet_id: int, actor_id: int) -> None:
    """Bring in the rows of one checked spreadsheet, or go on where a crash stopped it."""
    actor = User.objects.get(pk=actor_id)
    _work(sheet_id, lambda sheet, at: actions.import_sheet(actor=actor, sheet=sheet, at=at))


@task()
def undo_import(sheet_id: int, actor_id: int) -> None:
    """Take back what one spreadsheet brought, or say what stands in the way."""
    actor = User.objects.get(pk=actor_id)
    _work(sheet_id, lambda sheet, at: undoing.undo_import(actor=actor, sheet=sheet, at=at))


def _work(sheet_id: int, act: Callable[[Sheet, dt.datetime], Sheet]) -> None:
    """Do the act; whatever ends it is said on the sheet, so that nobody waits for ever."""
    sheet = Sheet.objects.select_related("office").get(pk=sheet_id)
    try:
        act(sheet, timezone.now())
    except actions.NotReady:
        return  # stopped, or done, before the job's turn came
    except undoing.CannotUndo as obstacle:
        reason = _("These records went on since the import: %(codes)s.") % {
            "codes": ", ".join(obstacle.codes)
        }
        actions.give_up(sheet=sheet, reason=_how_far(sheet, reason))
    except LiftsCeiling as lifted:
        reason = _(
            "%(code)s would come out from under a limit on who may read it. "
            "Only the head of the office can undo this import."
        ) % {"code": lifted.code}
        actions.give_up(sheet=sheet, reason=_how_far(sheet, reason))
    except Exception:
        reason = _("The program failed here; the error is in its log. Try again.")
        actions.give_up(sheet=sheet, reason=reason)
        raise


def _how_far(sheet: Sheet, reason: Said) -> Said:
    """Say how much of the import was undone before something stood in the way, and what."""
    undone = sheet.rows.filter(outcome=Outcome.UNDONE).count()
    if not undone:
        return _("Nothing was undone. %(reason)s") % {"reason": reason}
    told = {"n": undone, "reason": reason}
    return _("%(n)s rows were undone, the rest stands. %(reason)s") % told
