"""The words of a record as files: what stands on its pages, what is said on its tapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.catalogue.interviews import points_of
from archive.catalogue.models import AppearanceRole, Page, Record, Transcript
from archive.catalogue.speech.actions import cues_of
from archive.catalogue.speech.writing import Told, write
from archive.files.models import Derivative
from archive.values.alto import MEDIA_TYPE, alto

Role = Derivative.Role
_TRANSCRIPTS = {"vtt": "text/vtt", "txt": "text/plain"}


@dataclass(frozen=True)
class Written:
    """A file with words in it, made for the bag: its name in the record's folder and its bytes.

    `page` and `transcript` say what it is the text of.
    """

    name: str
    body: bytes
    media_type: str
    page: int = 0
    transcript: str = ""


def written_files(record: Record) -> Iterator[Written]:
    """Yield every file, one at a time in memory: a page has two, a version of what is said too."""
    for page in record.pages.exclude(text="").order_by("number").iterator(chunk_size=100):
        yield from _of_page(page)
    for transcript in record.transcripts.filter(is_current=True):
        yield from _of_transcript(record, transcript)


def _of_page(page: Page) -> Iterator[Written]:
    stem = f"pages/{page.number:05}"
    yield Written(f"{stem}.txt", page.text.encode(), "text/plain", page=page.number)
    sizes = Derivative.objects.filter(
        master=page.master_id, frame=page.frame, role__in=(Role.PYRAMID, Role.PAGE_IMAGE)
    )
    size = sizes.order_by("-width").first()
    # Fractions of the page can be told in thousandths where no picture says how large it is.
    width, height = (size and size.width) or 1000, (size and size.height) or 1000
    body = alto(page.text, page.words, width=width, height=height)
    yield Written(f"{stem}.alto.xml", body, MEDIA_TYPE, page=page.number)


def _of_transcript(record: Record, transcript: Transcript) -> Iterator[Written]:
    witnesses = record.appearances.filter(role=AppearanceRole.WITNESS)
    told = Told(
        record=record,
        title=record.title,
        language=transcript.language,
        cues=cues_of(transcript),
        points=points_of(record),
        interviewees=tuple(witnesses.values_list("person__name", flat=True)),
    )
    for format, media_type in _TRANSCRIPTS.items():
        name = f"transcripts/{transcript.key}.{format}"
        yield Written(name, write(format, told), media_type, transcript=transcript.key)
