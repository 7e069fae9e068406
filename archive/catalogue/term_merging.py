"""Merging two terms of one vocabulary: what was described with one is described with the other.

Each description is rewritten with an entry in its history. Few are rewritten at once; many by the
worker, some at a time, so that nobody else's word waits for the last of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F

from archive.accounts.models import User
from archive.catalogue.models import GOOD_CONDITION, Record, Term, TermMerging
from archive.catalogue.term_use import Described, fields_of, holding, numbers_holding, use_count
from archive.catalogue.terms import SEVERAL, split
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.said import say as _
from archive.journal import actions as journal

MOST_AT_ONCE = 1000
"""More descriptions than this are the worker's to rewrite."""

_BATCH = 500


class CannotMergeTerms(Exception):
    """The terms are of two vocabularies, one term, or the one to go is one the program needs."""


@transaction.atomic
def merge_terms(
    *, actor: User | None, kept: Term, absorbed: Term, at: dt.datetime, rewritten: int = 0
) -> int:
    """Describe with `kept` whatever is described with `absorbed`; return how many descriptions.

    `absorbed` stays as a retired term that leads to `kept`: who still writes its name or its code
    gets `kept`. So many were `rewritten` before. Raises `CannotMergeTerms`.
    """
    _check(kept, absorbed)
    changed = rewritten
    for model, field in fields_of(absorbed):
        rows = holding(model, field, absorbed.code)
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            _rewrite(some, field, kept, absorbed, actor=actor, at=at)
        changed += len(rows)
    Term.objects.filter(merged_into=absorbed).update(merged_into=kept)
    absorbed.merged_into, absorbed.retired_at = kept, absorbed.retired_at or at
    absorbed.save(update_fields=["merged_into", "retired_at"])
    journal.record(
        actor=actor,
        act="catalogue.term.merged",
        subject=absorbed,
        at=at,
        after={"merged_into": kept.code, "descriptions": changed},
        note=f"{absorbed.vocabulary}: {absorbed.code} → {kept.code}",
    )
    return changed


def ask_for_merging(*, actor: User, kept: Term, absorbed: Term, at: dt.datetime) -> TermMerging:
    """Have the worker merge two terms, and let `absorbed` no longer be chosen meanwhile.

    Where it is being merged already, that merging is returned. Raises `CannotMergeTerms`.
    """
    _check(kept, absorbed)
    asked = TermMerging(
        kept=kept, absorbed=absorbed, asked_by=actor, asked_at=at, total=use_count(absorbed)
    )
    try:
        with transaction.atomic():
            jobs.ask(asked)
            absorbed.retired_at = absorbed.retired_at or at
            absorbed.save(update_fields=["retired_at"])
            _record(asked, "merging_asked", actor, at, descriptions=asked.total)
    except jobs.UnderWay:
        return TermMerging.objects.under_way().get(absorbed=absorbed)
    return asked


@transaction.atomic
def stop_merging(*, actor: User, asked: TermMerging, at: dt.datetime) -> bool:
    """Stop a merging; the worker heeds it before the next batch. False when it has ended.

    What was rewritten stays so, and the term to go is not chosen until somebody restores it.
    """
    stopped = jobs.stop(asked, at=at)
    if stopped:
        asked.refresh_from_db(fields=["done"])
        _record(asked, "merging_stopped", actor, at, descriptions=asked.done)
    return stopped


def go_on_merging(*, merging_id: int, at: Clock) -> None:
    """Merge what somebody asked for, from where a killed worker left it.

    Each batch is a transaction of its own; the last one rewrites what has come since and says
    that the terms are merged.
    """
    merging = TermMerging.objects.select_related("absorbed", "asked_by").get(pk=merging_id)

    def merge() -> None:
        try:
            _merge_what_is_left(merging, at)
        except CannotMergeTerms:
            raise jobs.CannotBeDone(
                _("One of the two terms was itself merged meanwhile.")
            ) from None

    jobs.carry_out(merging, merge, at=at)


def _merge_what_is_left(merging: TermMerging, at: Clock) -> None:
    for model, field, numbers in _portions(merging.absorbed):
        with transaction.atomic():
            kept, absorbed = _both(merging)
            rows = holding(model, field, absorbed.code, among=numbers)
            # The row before the journal, as whoever stops it takes them.
            jobs.advance(merging, done=F("done") + len(rows))
            _rewrite(rows, field, kept, absorbed, actor=merging.asked_by, at=at())
    with transaction.atomic():
        kept, absorbed = _both(merging)
        jobs.advance(merging, kept=kept)
        merging.refresh_from_db(fields=["done"])
        facts: dict[str, Any] = {"actor": merging.asked_by, "rewritten": merging.done}
        done = merge_terms(kept=kept, absorbed=absorbed, at=at(), **facts)
        jobs.finish(merging, at=at(), done=done)


def _record(
    merging: TermMerging, verb: str, actor: User, at: dt.datetime, *, descriptions: int
) -> None:
    kept, absorbed = merging.kept, merging.absorbed
    journal.record(
        actor=actor,
        act=f"catalogue.term.{verb}",
        subject=absorbed,
        at=at,
        after={"merged_into": kept.code, "descriptions": descriptions},
        note=f"{absorbed.vocabulary}: {absorbed.code} → {kept.code}",
    )


def _both(merging: TermMerging) -> tuple[Term, Term]:
    """Return the term kept and the one to go as they are now, held until the transaction ends.

    What was to be kept may have been merged itself meanwhile: then it is what that one leads to.
    Raises `CannotMergeTerms`.
    """
    terms = Term.objects.select_for_update()
    kept, absorbed = terms.get(pk=merging.kept_id), terms.get(pk=merging.absorbed_id)
    if kept.merged_into_id is not None:
        kept = terms.get(pk=kept.merged_into_id)
    _check(kept, absorbed)
    return kept, absorbed


def _check(kept: Term, absorbed: Term) -> None:
    if (
        kept.vocabulary != absorbed.vocabulary
        or kept.pk == absorbed.pk
        or kept.merged_into_id
        or absorbed.merged_into_id
        or absorbed.code == GOOD_CONDITION
    ):
        raise CannotMergeTerms


def _portions(absorbed: Term) -> Iterator[tuple[type[Described], str, list[int]]]:
    """Yield the descriptions that have the term by their numbers, a batch at a time."""
    for model, field in fields_of(absorbed):
        numbers = numbers_holding(model, field, absorbed.code)
        for start in range(0, len(numbers), _BATCH):
            yield model, field, numbers[start : start + _BATCH]


def _rewrite(
    rows: list[Described],
    field: str,
    kept: Term,
    absorbed: Term,
    *,
    actor: User | None,
    at: dt.datetime,
) -> None:
    """Change one field of several descriptions of one kind, with an entry for each."""
    acts, numbers = [], defaultdict[str, list[int]](list)
    for row in rows:
        before = getattr(row, field)
        after = _with(before, kept, absorbed) if field in SEVERAL else kept.code
        numbers[after].append(row.pk)
        act = f"catalogue.{row._meta.model_name}.described"
        acts.append(journal.Act(act=act, subject=row, before={field: before}, after={field: after}))
    for after, some in numbers.items():
        described = type(rows[0])._default_manager.filter(pk__in=some)
        described.update(**{field: after})
        if described.model is Record:
            described.update(version=F("version") + 1, changed_at=at)
    journal.record_many(actor=actor, at=at, acts=acts)


def _with(codes: str, kept: Term, absorbed: Term) -> str:
    renamed = [kept.code if code == absorbed.code else code for code in split(codes)]
    return ", ".join(dict.fromkeys(renamed))
