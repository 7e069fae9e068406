"""What still stands between a record and its readers, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

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
        Gap(_("There is no transcript."), blocks=False)
        if interview and not record.transcripts.exists()
        else None,
    ]
