"""Merging two entries for one thing: names and links move, the old address leads on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, models, transaction

from archive.accounts.models import User
from archive.catalogue.authorities import A, Authority, alternative_names
from archive.catalogue.authority_control import WouldCircle, journal_change, state_of
from archive.catalogue.models import (
    Appearance,
    Event,
    FormerAddress,
    Involvement,
    PersonName,
    Subject,
)
from archive.catalogue.thesaurus import line_of

# Links of which one is enough: where both entries have one, that of the absorbed entry goes.
_LINKS = (Appearance, Involvement)


class CannotMerge(Exception):
    """Something beside the catalogue holds on to both and may have only one of them."""


@transaction.atomic
def merge(*, actor: User | None, kept: A, absorbed: A, at: dt.datetime) -> A:
    """Make two entries for one thing into one: `kept` takes the names and all that points to
    `absorbed`, and the address of `absorbed` leads to it for ever.

    Raises `CannotMerge`, and `WouldCircle` for a subject that is merged with one below it.
    """
    if kept.pk == absorbed.pk:
        return kept
    before = state_of(kept)
    _take_name(kept, absorbed)
    if isinstance(kept, Event) and isinstance(absorbed, Event):
        kept.places.add(*absorbed.places.all())
    for relation in type(absorbed)._meta.related_objects:
        _repoint(relation, kept, absorbed)
    if isinstance(kept, Subject) and isinstance(absorbed, Subject):
        _take_related(kept, absorbed)
    model = str(kept._meta.model_name)
    FormerAddress.objects.filter(model=model, current_slug=absorbed.slug).update(
        current_slug=kept.slug
    )
    FormerAddress.objects.create(model=model, slug=absorbed.slug, current_slug=kept.slug)
    label = str(absorbed)
    absorbed.delete()
    journal_change(actor, kept, "merged", at, before, note=label)
    return kept


def _take_related(kept: Subject, absorbed: Subject) -> None:
    """Take over the related subjects; none stays that is now above or below the one kept."""
    kept.related.add(*absorbed.related.all())
    absorbed.related.clear()
    above = line_of(kept)
    in_line = [each for each in kept.related.all() if each.pk in above or kept.pk in line_of(each)]
    kept.related.remove(*in_line)


def _take_name(kept: A, absorbed: A) -> None:
    """Keep the absorbed entry's preferred name as a further name, unless it is there already."""
    names: Any = alternative_names(kept)
    if absorbed.canonical_name in {
        kept.canonical_name,
        *names.values_list("canonical_name", flat=True),
    }:
        return
    kind = {"kind": PersonName.Kind.OTHER} if names.model is PersonName else {}
    names.create(
        name=absorbed.name,
        canonical_name=absorbed.canonical_name,
        plain_name=absorbed.plain_name,
        **kind,
    )


def _repoint(relation: Any, kept: Authority, absorbed: Authority) -> None:
    """Lead whatever points to `absorbed` to `kept`, in this room and in those above.

    All rows of a table in one statement: somebody may be named in a hundred thousand records.
    """
    if relation.many_to_many:
        field = relation.field
        if relation.through._meta.auto_created:  # an explicit table is met again as a foreign key
            name = field.m2m_reverse_field_name()
            _lead(relation.through, name, kept, absorbed, besides=[field.m2m_field_name()])
        return
    name, model = relation.field.name, relation.related_model
    if model is Subject and model.objects.filter(pk=kept.pk, **{name: absorbed}).exists():
        raise WouldCircle
    _lead(model, name, kept, absorbed, besides=["record", "role"] if model in _LINKS else [])


def _lead(
    model: type[models.Model],
    name: str,
    kept: Authority,
    absorbed: Authority,
    *,
    besides: list[str],
) -> None:
    """Have the rows whose `name` is `absorbed` have `kept`.

    Of two that would be the same in all of `besides`, that of the absorbed entry goes.
    """
    rows = model._default_manager.filter(**{name: absorbed})
    if besides:
        same = {column: models.OuterRef(column) for column in besides}
        rows.filter(models.Exists(model._default_manager.filter(**{name: kept}, **same))).delete()
    try:
        with transaction.atomic():
            rows.update(**{name: kept})
    except IntegrityError:
        raise CannotMerge(str(_first_in_the_way(rows, name, kept))) from None


def _first_in_the_way(
    rows: models.QuerySet[Any], name: str, kept: Authority
) -> models.Model | None:
    """Return the first of `rows` that cannot have `kept`."""
    for row in rows:
        try:
            with transaction.atomic():
                rows.filter(pk=row.pk).update(**{name: kept})
        except IntegrityError:
            return row  # type: ignore[no-any-return]
    return None
