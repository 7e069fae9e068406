"""Merging two terms of one vocabulary: what was described with one is described with the other."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from archive.accounts.models import User
from archive.catalogue.models import GOOD_CONDITION, Record, Term
from archive.catalogue.term_use import Described, fields_of, holding
from archive.catalogue.terms import SEVERAL, split
from archive.journal import actions as journal

_BATCH = 500


class CannotMergeTerms(Exception):
    """The terms are of two vocabularies, one term, or the one to go is one the program needs."""


@transaction.atomic
def merge_terms(*, actor: User | None, kept: Term, absorbed: Term, at: dt.datetime) -> int:
    """Describe with `kept` whatever is described with `absorbed`; return how many descriptions.

    `absorbed` stays as a retired term that leads to `kept`: who still writes its name or its code
    gets `kept`. Raises `CannotMergeTerms`.
    """
    if (
        kept.vocabulary != absorbed.vocabulary
        or kept.pk == absorbed.pk
        or kept.merged_into_id
        or absorbed.merged_into_id
        or absorbed.code == GOOD_CONDITION
    ):
        raise CannotMergeTerms
    changed = 0
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
    acts = []
    for row in rows:
        before = getattr(row, field)
        after = _with(before, kept, absorbed) if field in SEVERAL else kept.code
        setattr(row, field, after)
        act = f"catalogue.{row._meta.model_name}.described"
        acts.append(journal.Act(act=act, subject=row, before={field: before}, after={field: after}))
    model = type(rows[0])
    model._default_manager.bulk_update(rows, [field])  # type: ignore[arg-type]
    if model is Record:
        described = Record.objects.filter(pk__in=[row.pk for row in rows])
        described.update(version=F("version") + 1, changed_at=at)
    journal.record_many(actor=actor, at=at, acts=acts)


def _with(codes: str, kept: Term, absorbed: Term) -> str:
    renamed = [kept.code if code == absorbed.code else code for code in split(codes)]
    return ", ".join(dict.fromkeys(renamed))
