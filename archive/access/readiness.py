"""What still stands between a record and its readers, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access.consents import covers_of, telling_fields
from archive.access.models import Scope
from archive.catalogue.models import Record, RecordKind, VettingStatus


@dataclass(frozen=True)
class Gap:
    """One thing missing before release. A gap that only advises does not hold the release up."""

    message: StrPromise
    blocks: bool = True


def gaps_of(record: Record) -> list[Gap]:
    """Return what `record` lacks for release: first what blocks it, then what is advised."""
    gaps = [gap for gap in (*_blocking(record), *_advised(record)) if gap is not None]
    return sorted(gaps, key=lambda gap: not gap.blocks)


def _blocking(record: Record) -> list[Gap | None]:
    return [
        None
        if record.vetting_status == VettingStatus.VETTED
        else Gap(_("The record has not been vetted.")),
        Gap(
            _(
                "The description, or a name linked to it, names a witness who has not consented to"
                " that; as long as it does, readers are not shown the record."
            )
        )
        if telling_fields(record, now=timezone.now())
        else None,
    ]


def _advised(record: Record) -> list[Gap | None]:
    has_content = record.pages.exists() or record.recordings.exists()
    interview = record.kind == RecordKind.INTERVIEW
    return [
        None if has_content else Gap(_("There are no pages and no recording."), blocks=False),
        None if record.date_written else Gap(_("The date is not given."), blocks=False),
        None if record.unit_id else Gap(_("The unit at the time is not given."), blocks=False),
        None if record.abstract else Gap(_("The abstract is empty."), blocks=False),
        None if record.giver else Gap(_("It is not said where it came from."), blocks=False),
        *_of_consent(record),
        Gap(_("There is no transcript."), blocks=False)
        if interview and not record.transcripts.exists()
        else None,
    ]


def _of_consent(record: Record) -> list[Gap]:
    """Return what readers will not have because no consent in force covers it."""
    cover = covers_of([record], now=timezone.now())[record.pk]
    missing = [
        (Scope.AUDIO, _("No consent covers the sound: readers will not hear it.")),
        (Scope.TRANSCRIPT, _("No consent covers the transcript: readers will not read it.")),
        (Scope.NAME, _("No consent covers the name: readers will see a pseudonym.")),
    ]
    return [Gap(message, blocks=False) for scope, message in missing if not cover.allows(scope)]
