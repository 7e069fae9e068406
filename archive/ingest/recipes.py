"""What derivatives are made by today, and how many are still of an older recipe."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, F, Value

from archive.files.models import Derivative, Family, Master

Role = Derivative.Role
# A recipe's number grows when what it makes changes; derivatives of an older one are made anew.
RECIPES = {
    Role.THUMBNAIL: "thumbnail/2",
    Role.PAGE_IMAGE: "page/1",
    Role.WORDS: "words/1",
    Role.ALTO: "alto/1",
    Role.PYRAMID: "pyramid/1",
    Role.WEB_AUDIO: "audio/1",
    Role.PEAKS: "peaks/1",
    Role.POSTER: "poster/2",
    Role.FILM: "film/2",
    Role.PRINTOUT: "printout/1",
}
# The sound of a film has silence where the film has none: players keep step with the pictures.
OF_FILMS = {Role.WEB_AUDIO: "audio-in-step/2", Role.PEAKS: "peaks-in-step/2"}


def recipe_of(master: Master, role: Derivative.Role) -> str:
    """Return the recipe by which this is made of the master today."""
    return _recipe(role, master.family)


def current() -> list[str]:
    """Return all that derivatives are made by today."""
    return sorted([*RECIPES.values(), *OF_FILMS.values()])


def older() -> Counter[Derivative.Role]:
    """Count the derivatives that are of an older recipe, by what they are.

    Only where recipes differ by it are masters asked of which family they are: there are few of
    those derivatives, and very many of the others.
    """
    any_family, of_family = Value(""), F("master__family")
    found: Counter[Derivative.Role] = Counter()
    for held, family in (
        (Derivative.objects.exclude(role__in=OF_FILMS), any_family),
        (Derivative.objects.filter(role__in=OF_FILMS), of_family),
    ):
        counts = held.order_by().values_list("role", "recipe", family).annotate(Count("pk"))
        for role, recipe, of, count in counts:
            if recipe != _recipe(Role(role), of):
                found[Role(role)] += count
    return found


def _recipe(role: Derivative.Role, family: str) -> str:
    of_films = OF_FILMS if family == Family.VIDEO else {}
    return of_films.get(role) or RECIPES[role]
