"""Who may find which passage, until `access` says so itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from archive.access.audiences import ALL, of_records
from archive.access.models import Seal
from archive.catalogue.models import Page, Record, RecordKind, Segment

Audiences = dict[int, frozenset[str]]


def of_pages(pages: Collection[Page]) -> Audiences:
    records, audiences, seals = _rules({page.record_id for page in pages})
    return {
        page.pk: records[page.record_id]
        if any(
            seal.from_page is not None
            and seal.to_page is not None
            and seal.from_page <= page.number <= seal.to_page
            for seal in seals[page.record_id]
        )
        else audiences[page.record_id]
        for page in pages
    }


def of_segments(segments: Collection[Segment]) -> Audiences:
    records, audiences, seals = _rules({segment.transcript.record_id for segment in segments})
    return {
        segment.pk: records[segment.transcript.record_id]
        if any(
            seal.from_ms is not None
            and seal.to_ms is not None
            and seal.from_ms < max(segment.end_ms, segment.start_ms + 1)
            and segment.start_ms < seal.to_ms
            for seal in seals[segment.transcript.record_id]
        )
        else audiences[segment.transcript.record_id]
        for segment in segments
    }


def _rules(
    ids: set[int],
) -> tuple[dict[int, frozenset[str]], Audiences, defaultdict[int, list[Seal]]]:
    records = list(Record.objects.filter(pk__in=ids))
    seals: defaultdict[int, list[Seal]] = defaultdict(list)
    for seal in Seal.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate()),
        lifted_at__isnull=True,
        record__in=ids,
    ):
        seals[seal.record_id].append(seal)
    own = {record.pk: frozenset({ALL, f"office:{record.holder_id}"}) for record in records}
    # An interview is nobody else's while no consent says otherwise.
    interviews = {r.pk: own[r.pk] for r in records if r.kind == RecordKind.INTERVIEW}
    return own, of_records(records) | interviews, seals
