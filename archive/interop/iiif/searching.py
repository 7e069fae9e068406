"""Content Search 2: where in one record the words stand, as places on its canvases.

https://iiif.io/api/search/2.0/ . What is found, and what of it may be shown, is the search room's.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import QueryDict

from archive.access.addresses import at
from archive.access.audiences import Viewer
from archive.access.sight import Sight
from archive.catalogue.models import Record
from archive.interop.iiif import addresses
from archive.interop.iiif.canvases import Json
from archive.interop.iiif.manifests import SEARCH
from archive.interop.iiif.texts import GRANULARITY, textual, xywh
from archive.interop.shown import is_heard, picture_sizes
from archive.search.highlight import Pattern
from archive.search.marking import marked_words
from archive.search.passages import find_in_record
from archive.search.results import Passage
from archive.values.numbers import whole_number

PER_PAGE = 50
# Parameters of the specification that narrow by what our texts do not have.
IGNORED = ("motivation", "date", "user")


def found_in(record: Record, viewer: Viewer, sight: Sight, asked: QueryDict) -> Json:
    """Return one page of what is found; an empty one for no words, or for none that stand there."""
    text = asked.get("q", "")[:1000]
    found = find_in_record(viewer=viewer, record=record, text=text)
    last = max(1, -(-len(found) // PER_PAGE))
    number = max(1, min(whole_number(asked.get("page", ""), 1), last))
    passages = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    items: list[Json] = []
    quoted: list[Json] = []
    for passage, several in _annotated(record, sight, found.patterns, passages):
        items += several
        quoted.append(_quotation(several[0], passage))
    whole = f"{at('iiif:search', record.code)}?{urlencode({'q': text})}"
    said: Json = {
        "@context": [GRANULARITY, SEARCH],
        "id": _page_address(whole, number),
        "type": "AnnotationPage",
        "items": items,
    }
    if last > 1:
        said["partOf"] = {
            "id": whole,
            "type": "AnnotationCollection",
            "first": {"id": _page_address(whole, 1), "type": "AnnotationPage"},
            "last": {"id": _page_address(whole, last), "type": "AnnotationPage"},
        }
        for name, other in (("prev", number - 1), ("next", number + 1)):
            if 1 <= other <= last:
                said[name] = {"id": _page_address(whole, other), "type": "AnnotationPage"}
    if ignored := [name for name in IGNORED if name in asked]:
        said["ignored"] = ignored
    if quoted:
        said["annotations"] = [
            {"id": f"{said['id']}#quoted", "type": "AnnotationPage", "items": quoted}
        ]
    return said


def _annotated(
    record: Record, sight: Sight, patterns: list[Pattern], passages: list[Passage]
) -> Iterator[tuple[Passage, list[Json]]]:
    """Give each passage that has a canvas with its annotations, in constant queries."""
    numbers = [passage.page for passage in passages if passage.page is not None]
    sizes = picture_sizes(record, numbers) if numbers else {}
    pages = record.pages.filter(number__in=numbers).values_list("number", "words")
    words = dict(pages) if numbers else {}
    heard = any(passage.start_ms is not None for passage in passages) and is_heard(record, sight)
    for passage in passages:
        if passage.page in sizes:
            canvas, size = addresses.canvas(record.code, passage.page), sizes[passage.page]
            boxes = words[passage.page]
            yield (
                passage,
                [
                    textual(
                        f"{canvas}/word/{place}",
                        str(boxes[place][4]),
                        canvas + xywh(boxes[place], *size),
                        "word",
                    )
                    for place in marked_words(boxes, patterns)
                ]
                or [textual(f"{canvas}/text", _text(passage), canvas, "page")],
            )
        elif heard and passage.start_ms is not None:
            canvas = addresses.sound(record.code)
            place = addresses.stretch(passage.start_ms, passage.end_ms)
            name = f"{canvas}/stretch/{passage.start_ms}"
            yield passage, [textual(name, _text(passage), canvas + place, "block")]


def _quotation(annotation: Json, passage: Passage) -> Json:
    """Return what stands before and after the words, for a list of what is found."""
    first = next(number for number, piece in enumerate(passage.pieces) if piece.is_found)
    before, after = passage.pieces[:first], passage.pieces[first + 1 :]
    selector = {
        "type": "TextQuoteSelector",
        "prefix": "".join(piece.text for piece in before),
        "exact": passage.pieces[first].text,
        "suffix": "".join(piece.text for piece in after),
    }
    is_word = annotation["textGranularity"] == "word"
    return {
        "id": f"{annotation['id']}/quoted",
        "type": "Annotation",
        "motivation": "contextualizing" if is_word else "highlighting",
        "target": {
            "type": "SpecificResource",
            "source": annotation["id"],
            "selector": [selector],
        },
    }


def _text(passage: Passage) -> str:
    return "".join(piece.text for piece in passage.pieces)


def _page_address(whole: str, number: int) -> str:
    return whole if number == 1 else f"{whole}&page={number}"
