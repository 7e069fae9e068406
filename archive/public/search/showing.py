"""Results in the words and addresses of the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.public.browse.facets import OF_THE_CATALOGUE, Choice
from archive.public.search.asking import Asking
from archive.search.engines.protocol import Sort
from archive.search.language.tree import Note
from archive.search.results import Facet, Results
from archive.search.suggestions import Suggestion

FACET_TITLES = {
    "kind": gettext_lazy("Kind of record"),
    "period": gettext_lazy("Period"),
    "unit": gettext_lazy("Unit, then and today"),
    "collection": gettext_lazy("Collection"),
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("Place"),
    "subject": gettext_lazy("Subject"),
    "vetting": gettext_lazy("Vetting status"),
    "language": gettext_lazy("Language"),
    "access": gettext_lazy("Access"),
}
OPEN_FACETS = frozenset({"kind", "period", "unit"})

NOTES = {
    Note.CUT: gettext_lazy("The query was too long; only its beginning was searched."),
    Note.AS_WORDS: gettext_lazy("The brackets could not be understood; the words were searched."),
    Note.BAD_YEAR: gettext_lazy("A year is written 1954 or 1945..1954; it was searched as a word."),
    Note.STAR_INSIDE: gettext_lazy("A star may only stand at the end of a word."),
    Note.SHORT_PREFIX: gettext_lazy("Before a star there must be at least two letters."),
    Note.SHORT_FUZZY: gettext_lazy("Similar words are looked for from four letters on."),
    Note.MANY_ENDINGS: gettext_lazy(
        "More words begin or are spelt so than are searched at once: some were left out."
        " Type more letters."
    ),
    Note.ANY_WORD: gettext_lazy("Records need not have all the words: any of them was searched."),
    Note.ALL_WORDS_FIRST: gettext_lazy(
        "Few records have all the words. They stand first; those with some of the words follow."
    ),
}
SORTS = {
    Sort.RELEVANCE: gettext_lazy("Best match"),
    Sort.OLDEST: gettext_lazy("Oldest first"),
    Sort.LATEST: gettext_lazy("Latest first"),
    Sort.NEWEST: gettext_lazy("Newly added first"),
}


@dataclass(frozen=True)
class Example:
    """One thing a reader may type, with what it finds; a sign of the language stands in it."""

    text: str
    meaning: Promise
    marks: str = ""


EXAMPLES: tuple[tuple[Promise, tuple[Example, ...]], ...] = (
    (
        gettext_lazy("Words and marks"),
        (
            Example("khang chien", gettext_lazy("without marks: any marks will do")),
            Example("kháng chiến", gettext_lazy("with marks: these marks, or none written")),
            Example(
                "kháng chiến",
                gettext_lazy("the same, marks ignored: tick “Ignore marks” under the box"),
                marks="ignore",
            ),
            Example(
                "Việt-Nam kĩ thuật hoà bình",
                gettext_lazy("old and new spellings find each other: kĩ, kỹ; hoà, hòa; Việt-Nam"),
            ),
        ),
    ),
    (
        gettext_lazy("Words together"),
        (
            Example('"Hội nghị Tỉnh ủy"', gettext_lazy("in quotes: exactly these side by side")),
            Example(
                '"Di Linh kháng chiến"~5', gettext_lazy("each at most five words from the next")
            ),
            Example("Di Linh VÀ Pháp", gettext_lazy("both, as without a sign; or AND")),
            Example("Pháp HOẶC Nhật", gettext_lazy("one or the other; or OR")),
            Example("kháng chiến KHÔNG Nhật", gettext_lazy("without a word; or NOT")),
            Example(
                "Di Linh VÀ (Pháp HOẶC Nhật)",
                gettext_lazy("brackets say what belongs together; signs are in capitals"),
            ),
        ),
    ),
    (
        gettext_lazy("Part of a word"),
        (
            Example("kháng*", gettext_lazy("words that begin so (two letters at least)")),
            Example("khangs~", gettext_lazy("words a letter away, marks ignored (from four on)")),
        ),
    ),
    (
        gettext_lazy("Where and when"),
        (
            Example("tựa:nghị quyết", gettext_lazy("the next word in the title; or title:")),
            Example('title:"nghị quyết"', gettext_lazy("the words in quotes in the title")),
            Example("người:Minh", gettext_lazy("in the name of a person; or person:")),
            Example("nơi:Lát", gettext_lazy("in the name of a place; or place:")),
            Example(
                'đơnvị:"Lâm Đồng"', gettext_lazy("in the name of a unit, then or today; or unit:")
            ),
            Example("mã:LD", gettext_lazy("in the reference code; or code:")),
            Example("năm:1954", gettext_lazy("whose date may lie in this year; or year:")),
            Example("year:1945..1954", gettext_lazy("whose date may lie in these years")),
            Example("kháng chiến year:..1954", gettext_lazy("up to a year; 1945.. is from one on")),
        ),
    ),
)


def facets(results: Results, asking: Asking) -> list[dict[str, Any]]:
    return [_shown(facet, asking.toggling(facet.name)) for facet in results.facets]


def _shown(facet: Facet, address: Callable[[str], str]) -> dict[str, Any]:
    choices = [
        Choice(
            label=_label(facet.name, value.label),
            count=value.count,
            url=address(value.value),
            selected=value.is_chosen,
        )
        for value in facet.values
    ]
    return {
        "title": FACET_TITLES[facet.name],
        "open": facet.name in OPEN_FACETS or any(choice.selected for choice in choices),
        "choices": choices,
        "lang": "vi" if facet.name in OF_THE_CATALOGUE else "",
    }


def _label(name: str, label: str) -> str:
    return _("%(decade)ss") % {"decade": label} if name == "period" else label


def notes(results: Results) -> list[str]:
    return [str(NOTES[note]) for note in Note if note in results.notes]


def sorts(asking: Asking) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": asking.with_(sort="" if sort is Sort.RELEVANCE else sort.value),
            "selected": sort is asking.sort,
        }
        for sort, label in SORTS.items()
    ]


def ways_out(results: Results, asking: Asking) -> list[tuple[str, str]]:
    """Return what to try when nothing was found: words and address."""
    ways = [
        (_("Did you mean: %(words)s") % {"words": words}, asking.with_(q=words))
        for words in results.suggestions
    ]
    for name, count in results.without:
        label = _("Without the choice “%(facet)s” (%(count)d found)")
        ways.append((label % {"facet": FACET_TITLES[name], "count": count}, asking.without(name)))
    return ways


def page_address(asking: Asking, number: int) -> str:
    return asking.with_(page=str(number) if number > 1 else "")


KINDS = {
    "record": gettext_lazy("Record"),
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("Place"),
    "unit": gettext_lazy("Unit"),
    "subject": gettext_lazy("Subject"),
}


def suggestions(found: list[Suggestion]) -> list[dict[str, Any]]:
    return [
        {"label": each.label, "url": each.url, "kind_label": KINDS[each.kind]} for each in found
    ]


def csv_address(asking: Asking) -> str:
    return f"{reverse('public:search_csv')}?{asking.query.urlencode()}"


def save_address(asking: Asking) -> str:
    return f"{reverse('public:save_search')}?{asking.query.urlencode()}"


def examples() -> list[tuple[Promise, list[dict[str, Any]]]]:
    """Return under each heading what may be typed, with the address that searches it."""
    address = reverse("public:search")
    return [
        (
            heading,
            [
                {
                    "text": example.text,
                    "url": f"{address}?{urlencode(_asked(example))}",
                    "meaning": example.meaning,
                }
                for example in several
            ],
        )
        for heading, several in EXAMPLES
    ]


def _asked(example: Example) -> dict[str, str]:
    return {"q": example.text} | ({"marks": example.marks} if example.marks else {})
