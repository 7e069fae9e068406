"""The canvases of a record: one for each page that may be seen, one for all that may be heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from archive.access.addresses import at, at_number
from archive.access.sight import Sight
from archive.access.sound import films_shown
from archive.access.speech import points_for
from archive.catalogue.models import Record, Recording, Transcript, TranscriptKind
from archive.files.models import Derivative
from archive.interop.iiif import addresses, labels
from archive.interop.shown import Size, heard, sizes_of

Json = dict[str, Any]
PAGE = gettext_noop("Page %(number)s")
THUMBNAIL = "!300,300"
_SOUND = {"type": "Sound", "format": "audio/mp4"}


def page_canvases(record: Record, sight: Sight) -> list[Json]:
    """Return a canvas for every page with a picture that `sight` may see, in two queries."""
    if not sight.pages:
        return []
    pictures = sizes_of(record.pages.all())
    # Written once for all: a document may have hundreds of pages.
    titles = labels.formatted(PAGE, number="{}")
    # Only a veil makes it necessary to read what stands there.
    text = ("text",) if sight.veils else ()
    rows = record.pages.order_by("number").annotate(has_text=~Q(text=""))
    found = []
    for number, label, master, frame, has_text, *read in rows.values_list(
        "number", "label", "master_id", "frame", "has_text", *text
    ):
        size = pictures.get((master, frame))
        if size is None or not sight.shows_page(number):
            continue
        title = labels.plain(sight.veiled(label)) if label else _filled(titles, number)
        is_told = has_text and (not read or sight.shows_text(read[0]))
        found.append(_page(record.code, number, title, size, is_told))
    return found


def sound_canvas(record: Record, sight: Sight, versions: list[Transcript]) -> Json | None:
    """Return the canvas of the record's one timeline; None when nothing of it may be heard.

    It has a height and a width where pictures of a film may be seen.
    """
    there = heard(record, sight)
    if not there:
        return None
    canvas = addresses.sound(record.code)
    films = films_shown(sight, there)
    painted = [_painted(record.code, canvas, each, films.get(each.pk)) for each in there]
    told: Json = {
        "id": canvas,
        "type": "Canvas",
        "label": labels.told(sight.veiled(record.title)),
        "duration": max(each.starts_ms + each.duration_ms for each in there) / 1000,
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": painted}],
    }
    if films:
        told |= _size(max(films.values(), key=lambda film: film.height or 0))
    if versions:
        told["annotations"] = list(_transcripts(record.code, canvas, versions))
    return told


def _size(film: Derivative) -> Json:
    return {"width": film.width or 640, "height": film.height or 360}


def ranges(record: Record, sight: Sight) -> list[Json]:
    """Return the table of contents of what is said, as far as `sight` may have it."""
    points = points_for(sight, record)
    if not points:
        return []
    canvas, base = addresses.sound(record.code), addresses.contents(record.code)
    ends = [point.start_ms for point in points[1:]] + [None]
    items = [
        {
            "id": f"{base}/{number}",
            "type": "Range",
            "label": labels.told(point.title),
            "items": [
                {
                    "id": canvas + addresses.stretch(point.start_ms, point.end_ms or end),
                    "type": "Canvas",
                }
            ],
        }
        for number, (point, end) in enumerate(zip(points, ends, strict=True), start=1)
    ]
    return [
        {
            "id": base,
            "type": "Range",
            "label": labels.both(_("Contents")),
            "items": items,
        }
    ]


def _filled(titles: labels.Labels, number: int) -> labels.Labels:
    return {language: [text.replace("{}", str(number))] for language, [text] in titles.items()}


def _page(code: str, number: int, title: labels.Labels, picture: Size, is_told: bool) -> Json:
    canvas, image = addresses.canvas(code, number), addresses.image(code, number)
    size = {"width": picture[0], "height": picture[1]}
    service = [{"id": image, "type": "ImageService3", "profile": "level2"}]
    body = {
        "id": f"{image}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        **size,
        "service": service,
    }
    painted = {
        "id": f"{canvas}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": canvas,
    }
    told: Json = {
        "id": canvas,
        "type": "Canvas",
        "label": title,
        **size,
        "thumbnail": [thumbnail(code, number)],
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painted]}],
    }
    if is_told:
        told["annotations"] = [
            {"id": at_number("iiif:page_text", code, number), "type": "AnnotationPage"}
        ]
        told["seeAlso"] = [
            {
                "id": at_number("public:page_alto", code, number),
                "type": "Dataset",
                "format": "application/alto+xml",
                "profile": "http://www.loc.gov/standards/alto/ns-v4#",
            }
        ]
    return told


def thumbnail(code: str, number: int) -> Json:
    image = addresses.image(code, number)
    return {
        "id": f"{image}/full/{THUMBNAIL}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "service": [{"id": image, "type": "ImageService3", "profile": "level2"}],
    }


def _painted(code: str, canvas: str, recording: Recording, film: Derivative | None) -> Json:
    ends_ms = recording.starts_ms + recording.duration_ms
    door = "public:film" if film else "public:audio"
    kind = {"type": "Video", "format": film.media_type, **_size(film)} if film else _SOUND
    return {
        "id": f"{canvas}/painting/{recording.part}",
        "type": "Annotation",
        "motivation": "painting",
        "body": {
            "id": at(door, code, recording.part),
            **kind,
            "duration": recording.duration_ms / 1000,
        },
        "target": canvas + addresses.stretch(recording.starts_ms, ends_ms),
    }


def _transcripts(code: str, canvas: str, versions: list[Transcript]) -> Iterator[Json]:
    """Give each version twice: as subtitles, and stretch by stretch at an address of its own."""
    subtitles = at("public:transcript_file", code, "vtt")
    yield {
        "id": f"{canvas}/subtitles",
        "type": "AnnotationPage",
        "items": [
            {
                "id": f"{canvas}/subtitles/{version.key}",
                "type": "Annotation",
                "motivation": "supplementing",
                "body": {
                    "id": f"{subtitles}?transcript={version.key}",
                    "type": "Text",
                    "format": "text/vtt",
                    "label": labels.both(TranscriptKind(version.kind).label),
                    "language": version.language,
                },
                "target": canvas,
            }
            for version in versions
        ],
    }
    for version in versions:
        yield {"id": at("iiif:transcript", code, version.key), "type": "AnnotationPage"}
