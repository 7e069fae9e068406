"""Dividing a draft among several transcribers, stretch by stretch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from django.db import transaction
from django.db.models import Max

from archive.accounts.models import User
from archive.catalogue.models import Share, Transcript
from archive.catalogue.speech.actions import NotADraft
from archive.journal import actions as journal


@transaction.atomic
def share_out(
    *, actor: User, transcript: Transcript, transcribers: Sequence[User], at: dt.datetime
) -> list[Share]:
    """Divide a draft into stretches of about the same number of lines, one for each person.

    A new division takes the place of the one before it; the words stay. Raises `NotADraft`.
    """
    if not transcript.is_draft:
        raise NotADraft
    transcript.shares.all().delete()
    shares = Share.objects.bulk_create(
        Share(transcript=transcript, transcriber=person, from_ms=begin, to_ms=end)
        for person, (begin, end) in zip(
            transcribers, _stretches(transcript, len(transcribers)), strict=False
        )
    )
    journal.record(
        actor=actor,
        act="catalogue.transcript.shared",
        subject=transcript.record,
        at=at,
        after={
            "transcript": transcript.pk,
            "shares": [(share.transcriber_id, share.from_ms, share.to_ms) for share in shares],
        },
    )
    return shares


@transaction.atomic
def finish_share(*, actor: User, share: Share, at: dt.datetime) -> Share:
    """Say that a share is done; whoever finishes the whole draft sees it."""
    share.done_at = at
    share.save(update_fields=["done_at"])
    journal.record(
        actor=actor,
        act="catalogue.transcript.share_done",
        subject=share.transcript.record,
        at=at,
        after={"share": share.pk, "transcriber": share.transcriber_id},
    )
    return share


def _stretches(transcript: Transcript, number: int) -> list[tuple[int, int]]:
    """Return where each share begins and ends: at the beginning of a line of the draft.

    A draft of fewer lines than people, as one that is still empty, is divided by time.
    """
    starts = list(transcript.segments.order_by("start_ms").values_list("start_ms", flat=True))
    end = _end(transcript)
    if len(starts) >= 2 * number:
        cuts = [starts[len(starts) * share // number] for share in range(number)]
    else:
        cuts = [end * share // number for share in range(number)]
    bounds = [0, *cuts[1:], end]
    return [(begin, after) for begin, after in pairwise(bounds) if begin < after]


def _end(transcript: Transcript) -> int:
    said = transcript.segments.aggregate(last=Max("end_ms"))["last"] or 0
    taped = [r.starts_ms + r.duration_ms for r in transcript.record.recordings.all()]
    return max([said + 1, *taped])
