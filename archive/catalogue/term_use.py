"""Where codes of terms stand: what is described with one, and codes that are no term's.

A description keeps codes as text, for one field may hold several. That each is a term's every act
sees to (`terms.admit`), that no term goes away triggers do; what got past both is found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Model, QuerySet

from archive.catalogue.models import Collection, Record, Term
from archive.catalogue.terms import REQUIRED, SEVERAL, TERM_FIELDS, split

Described = Record | Collection


@dataclass(frozen=True)
class Stranger:
    """A value in a description that no term of its vocabulary is written by."""

    described: str
    code: str
    field: str
    value: str


def fields_of(term: Term) -> Iterator[tuple[type[Described], str]]:
    """Yield the models and fields that may hold the code of `term`."""
    for field, vocabulary in TERM_FIELDS.items():
        if vocabulary == term.vocabulary:
            for model in (Record, Collection):
                if _has(model, field):
                    yield model, field


def holding(
    model: type[Described], field: str, code: str, *, among: list[int] | None = None
) -> list[Described]:
    """Return the descriptions that have `code` in `field`, held until the transaction ends."""
    rows = _near(model, field, code).select_for_update()
    if among is not None:
        rows = rows.filter(pk__in=among)
    return [row for row in rows if code in split(getattr(row, field))]


def numbers_holding(model: type[Described], field: str, code: str) -> list[int]:
    """Return the numbers of the descriptions that have `code` in `field`."""
    texts = _near(model, field, code).values_list("pk", field)
    return [pk for pk, text in texts.iterator() if code in split(text)]


def _near(model: type[Described], field: str, code: str) -> QuerySet[Described]:
    """Return the descriptions that have `code`; of several values, those that look like it too."""
    within = f"{field}__contains" if field in SEVERAL else field
    return model._default_manager.filter(**{within: code}).order_by("pk")


def use_count(term: Term) -> int:
    """Return how many descriptions have `term`."""
    return sum(_count(model, field, term.code) for model, field in fields_of(term))


def _count(model: type[Described], field: str, code: str) -> int:
    texts = _near(model, field, code).order_by().values_list(field).annotate(number=Count("pk"))
    return sum(number for text, number in texts if code in split(text))


def strangers() -> Iterator[Stranger]:
    """Yield every value of a coded field that is in no vocabulary, or was merged into another."""
    known = set(Term.objects.filter(merged_into=None).values_list("vocabulary", "code"))
    for model in (Record, Collection):
        for field, vocabulary in TERM_FIELDS.items():
            if not _has(model, field):
                continue
            rows = model._default_manager.order_by()
            for text in rows.values_list(field, flat=True).distinct():
                words = split(text) if field in SEVERAL else [text]
                if not text and field not in REQUIRED:
                    continue
                if wrong := [word for word in words if (vocabulary, word) not in known]:
                    codes = rows.filter(**{field: text}).order_by("code")
                    for code in codes.values_list("code", flat=True).iterator():
                        yield Stranger(str(model._meta.model_name), code, field, wrong[0])


def _has(model: type[Model], field: str) -> bool:
    try:
        model._meta.get_field(field)
    except FieldDoesNotExist:
        return False
    return True
