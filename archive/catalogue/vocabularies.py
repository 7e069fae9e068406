"""Editing the vocabularies: an administrator's acts, each with an entry in the journal."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from archive.accounts.models import User
from archive.catalogue.models import Term, Vocabulary
from archive.journal import actions as journal
from archive.values.text import fold, nfc

_LONGEST_CODE = 32


class LabelTaken(Exception):
    """Another term of the vocabulary has this name: `field` says in which language."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@transaction.atomic
def add_term(
    *,
    actor: User | None,
    vocabulary: Vocabulary,
    label_vi: str,
    label_en: str,
    at: dt.datetime,
    code: str = "",
) -> Term:
    """Add a term at the end of its vocabulary; without a `code` it is made from the name.

    Raises `LabelTaken`.
    """
    terms = Term.objects.filter(vocabulary=vocabulary)
    last = terms.aggregate(last=Max("position"))["last"] or 0
    term = Term(
        vocabulary=vocabulary,
        code=_free_code(vocabulary, code or label_vi),
        label_vi=nfc(label_vi),
        label_en=nfc(label_en),
        position=last + 10,
    )
    _save(term)
    _journal(actor, term, "added", at, before={}, after=_state(term) | {"code": term.code})
    return term


@transaction.atomic
def describe_term(
    *,
    actor: User | None,
    term: Term,
    label_vi: str,
    label_en: str,
    position: int,
    at: dt.datetime,
) -> Term:
    """Give a term other names or another place in the order. Raises `LabelTaken`."""
    before = _state(term)
    term.label_vi, term.label_en, term.position = nfc(label_vi), nfc(label_en), position
    _save(term)
    before, after = journal.differing(before, _state(term))
    if after:
        _journal(actor, term, "described", at, before=before, after=after)
    return term


@transaction.atomic
def retire_term(*, actor: User | None, term: Term, at: dt.datetime) -> Term:
    """Take a term out of what may be chosen; descriptions that have it keep it."""
    if term.retired_at is None:
        term.retired_at = at
        term.save(update_fields=["retired_at"])
        _journal(actor, term, "retired", at, before={}, after={"retired_at": at.isoformat()})
    return term


@transaction.atomic
def restore_term(*, actor: User | None, term: Term, at: dt.datetime) -> Term:
    """Let a retired term be chosen again; one that was merged stays what it leads to."""
    if term.retired_at is not None and term.merged_into_id is None:
        former = term.retired_at.isoformat()
        term.retired_at = None
        term.save(update_fields=["retired_at"])
        _journal(actor, term, "restored", at, before={"retired_at": former}, after={})
    return term


def _save(term: Term) -> None:
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        others = Term.objects.filter(vocabulary=term.vocabulary, label_vi=term.label_vi)
        taken = others.exclude(pk=term.pk).exists()
        raise LabelTaken("label_vi" if taken else "label_en") from None


def _free_code(vocabulary: Vocabulary, text: str) -> str:
    stem = re.sub("[^a-z0-9]+", "-", fold(text))[: _LONGEST_CODE - 4].strip("-") or "gia-tri"
    taken = set(
        Term.objects.filter(vocabulary=vocabulary, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _state(term: Term) -> dict[str, Any]:
    return {"label_vi": term.label_vi, "label_en": term.label_en, "position": term.position}


def _journal(
    actor: User | None,
    term: Term,
    verb: str,
    at: dt.datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    journal.record(
        actor=actor,
        act=f"catalogue.term.{verb}",
        subject=term,
        at=at,
        before=before,
        after=after,
        note=f"{term.vocabulary}: {term.code}",
    )
