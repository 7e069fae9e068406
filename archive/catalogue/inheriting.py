"""What levels of arrangement come to under those above them: shown or not, open how far."""

from __future__ import annotations

from dataclasses import dataclass

from archive.catalogue.models import AccessLevel, Collection, Publication

_NOTHING_ABOVE = (False, AccessLevel.PUBLIC)


@dataclass(frozen=True)
class InEffect:
    """A level, and what it says together with the levels above it."""

    level: Collection
    is_public: bool
    ceiling: AccessLevel


def below(top: Collection, parent: Collection | None) -> list[InEffect]:
    """Return what `top` and everything below it comes to if `top` stands in `parent`."""
    subtree = list(Collection.objects.select_for_update().filter(path__startswith=top.path))
    subtree.sort(key=lambda level: level.path.count("/"))
    outside = (parent.is_public, AccessLevel(parent.ceiling)) if parent else _NOTHING_ABOVE
    found: dict[int, InEffect] = {}
    for level in subtree:
        above = found.get(level.parent_id or 0)  # of the top one none: it comes first
        shown, ceiling = (above.is_public, above.ceiling) if above else outside
        found[level.pk] = _in_effect(level, shown, ceiling)
    return list(found.values())


def spread(top: Collection) -> None:
    """Bring `is_public` and `ceiling` of `top` and all below in line with what each level says."""
    parent = None
    if top.parent_id is not None:
        parent = Collection.objects.select_for_update().get(pk=top.parent_id)
    changed = []
    for effect in below(top, parent):
        level = effect.level
        if (level.is_public, level.ceiling) != (effect.is_public, effect.ceiling):
            level.is_public, level.ceiling = effect.is_public, effect.ceiling
            changed.append(level)
    Collection.objects.bulk_update(changed, ["is_public", "ceiling"], batch_size=500)


def _in_effect(level: Collection, shown_above: bool, ceiling_above: AccessLevel) -> InEffect:
    """The nearest word says whether a level is shown, the strictest how far it is open."""
    shown = level.publication == Publication.SHOWN
    if level.publication == Publication.INHERITED:
        shown = shown_above
    ceiling = AccessLevel.strictest(level.access_ceiling or AccessLevel.PUBLIC, ceiling_above)
    return InEffect(level, shown, ceiling)
