"""Where a work is found: shown to the public, taken back, under another code."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.values.codes import normalise_code
from archive.works.actions.climbing import NotPossible
from archive.works.actions.entering import CodeTaken
from archive.works.actions.journal import write_down
from archive.works.models import FormerWorkCode, Work


@transaction.atomic
def show(*, actor: User, work: Work, is_public: bool, at: dt.datetime, reason: str = "") -> Work:
    """Show a work's description to the public, or take it back for a reason.

    What was shown leaves a tombstone with day and reason. Raises `NotPossible` without a reason.
    """
    work = Work.objects.select_for_update().get(pk=work.pk)
    if work.is_public == is_public:
        return work
    if not is_public and not reason.strip():
        raise NotPossible(_("Give the reason; it is shown at the work's address."))
    work.is_public = is_public
    work.withdrawn_at = None if is_public else at
    work.withdrawn_reason = "" if is_public else reason.strip()
    work.save(update_fields=["is_public", "withdrawn_at", "withdrawn_reason"])
    write_down(
        work,
        "shown",
        actor=actor,
        at=at,
        before={"is_public": not is_public},
        after={"is_public": is_public},
        note=work.withdrawn_reason,
    )
    return work


@transaction.atomic
def change_code(*, actor: User, work: Work, code: str, at: dt.datetime) -> Work:
    """Give `work` another code; its former address leads to it for ever.

    Raises `CodeTaken` and `values.codes.InvalidCode`.
    """
    work = Work.objects.select_for_update().get(pk=work.pk)
    former, code = work.code, normalise_code(code)
    if code == former:
        return work
    # A work may take back a code of its own.
    FormerWorkCode.objects.filter(code=code, work=work).delete()
    if Work.objects.filter(code=code).exists() or FormerWorkCode.objects.filter(code=code).exists():
        raise CodeTaken(code)
    work.code = code
    work.save(update_fields=["code"])
    FormerWorkCode.objects.create(code=former, work=work)
    write_down(
        work, "code_changed", actor=actor, at=at, before={"code": former}, after={"code": code}
    )
    return work
