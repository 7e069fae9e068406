"""What is made from a master, and making it: a list that can be gone through again at any time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.formats import Reader
from archive.ingest.models import DepositedFile
from archive.ingest.parsing import Answer, Parser, Refused
from archive.journal import actions as journal

Role = Derivative.Role
_EXTENSIONS = {
    Role.THUMBNAIL: "jpg",
    Role.PAGE_IMAGE: "jpg",
    Role.WORDS: "json",
    Role.PYRAMID: "tif",
    Role.WEB_AUDIO: "m4a",
    Role.PEAKS: "json",
    Role.POSTER: "jpg",
}
# A recipe's number grows when what it makes changes; derivatives of an older one are made anew.
RECIPES = {
    Role.THUMBNAIL: "thumbnail/1",
    Role.PAGE_IMAGE: "page/1",
    Role.WORDS: "words/1",
    Role.PYRAMID: "pyramid/1",
    Role.WEB_AUDIO: "audio/1",
    Role.PEAKS: "peaks/1",
    Role.POSTER: "poster/1",
}
_PLANS: dict[str, tuple[Derivative.Role, ...]] = {
    Family.IMAGE: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL),
    Family.PDF: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL, Role.WORDS),
    Family.TEXT: (Role.WORDS,),
    Family.AUDIO: (Role.WEB_AUDIO, Role.PEAKS),
    Family.VIDEO: (Role.POSTER, Role.THUMBNAIL, Role.WEB_AUDIO, Role.PEAKS),
}
# What is made from a derivative and not from the master, so that the master is decoded once.
_SHRUNK_FROM = {
    Role.PAGE_IMAGE: (Role.PYRAMID,),
    Role.THUMBNAIL: (Role.PAGE_IMAGE, Role.POSTER),
    Role.PEAKS: (Role.WEB_AUDIO,),
}
# A tape of two hours takes minutes on an old machine.
_LONG_SECONDS = 3600
_READERS = {
    Family.IMAGE: Reader.IMAGE,
    Family.PDF: Reader.PDF,
    Family.AUDIO: Reader.SOUND,
    Family.VIDEO: Reader.SOUND,
}


@dataclass(frozen=True)
class Step:
    """One derivative to be made."""

    role: Derivative.Role
    frame: int


def plan(master: Master) -> list[Step]:
    """Return what a master of its family is shown with, in the order it is made."""
    frames = int(master.technical.get("frames", 1))
    return [Step(role, frame) for frame in range(frames) for role in _PLANS.get(master.family, ())]


def reader_of(master: Master) -> Reader:
    if master.family == Family.TEXT:
        return Reader.TEXT if master.media_type == "text/plain" else Reader.OFFICE
    return _READERS[Family(master.family)]


def make_all(
    *, master: Master, parser: Parser, at: dt.datetime, progress: Callable[[int, int], None]
) -> dict[int, str]:
    """Make what is missing; return what could not be made, by frame.

    A frame that fails is left out and the next one tried: one bad page of a hundred is one page.
    """
    steps = plan(master)
    held = {
        (role, frame): recipe
        for role, frame, recipe in master.derivatives.values_list("role", "frame", "recipe")
    }
    failed: dict[int, str] = {}
    made: dict[str, int] = {}
    with store.local_copy(store.masters(), master.path) as path:
        for count, step in enumerate(steps):
            progress(count, len(steps))
            if held.get((step.role, step.frame)) == RECIPES[step.role] or step.frame in failed:
                continue
            try:
                _make(master, path, step, parser, at)
                made[RECIPES[step.role]] = made.get(RECIPES[step.role], 0) + 1
            except Refused as refusal:
                failed[step.frame] = refusal.reason
    progress(len(steps), len(steps))
    if made or failed:
        _journal(master, made, failed, at)
    return failed


@contextmanager
def in_the_making() -> Iterator[Path]:
    """Lend a passing name; whatever is left under it afterwards is thrown away."""
    path = store.workshop()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(
    *, master: Master, step: Step, source: Path, facts: Answer, at: dt.datetime, recipe: str = ""
) -> Derivative:
    """Give a finished file its place among the derivatives, in the stead of an older one."""
    recipe = recipe or RECIPES[step.role]
    name = f"{step.role}-{step.frame:05}-{recipe.rpartition('/')[2]}.{_EXTENSIONS[step.role]}"
    place = f"{master.path}/{name}"
    digest, size = store.keep_derivative(source, place)
    derivative, _ = Derivative.objects.update_or_create(
        master=master,
        role=step.role,
        frame=step.frame,
        defaults={
            "path": place,
            "digest": digest,
            "size": size,
            "media_type": facts["media_type"],
            "width": facts.get("width"),
            "height": facts.get("height"),
            "recipe": recipe,
            "made_at": at,
        },
    )
    return derivative


def keep_first_pyramid(
    *, file: DepositedFile, source: Path, facts: Answer, at: dt.datetime
) -> None:
    """Keep the pyramid that was made while the file was judged, unless there is one."""
    step = Step(Role.PYRAMID, 0)
    if file.master and not file.master.derivatives.filter(role=step.role, frame=0).exists():
        keep(master=file.master, step=step, source=source, facts=facts, at=at)


def keep_words(
    *,
    master: Master,
    frame: int,
    text: str,
    words: list[Any],
    quality: str,
    at: dt.datetime,
    converted: Answer | None = None,
) -> Derivative:
    """Keep the text of a frame with the boxes of its words as a derivative.

    `converted` says from which older encoding the text comes, how it was and what was lost.
    """
    with in_the_making() as out:
        out.write_text(
            json.dumps(
                {"quality": quality, "text": text, "words": words}
                | ({"converted": converted} if converted else {}),
                ensure_ascii=False,
            ),
            encoding="utf-8",
        )
        facts = {"media_type": "application/json"}
        return keep(master=master, step=Step(Role.WORDS, frame), source=out, facts=facts, at=at)


def words_of(master: Master) -> dict[int, Answer]:
    """Return text, words and quality of every frame that has them."""
    found = {}
    for derivative in master.derivatives.filter(role=Role.WORDS):
        try:
            with store.derivatives().open(derivative.path) as file:
                found[derivative.frame] = json.load(file)
        except FileNotFoundError:
            continue
    return found


def _make(master: Master, path: Path, step: Step, parser: Parser, at: dt.datetime) -> None:
    reader = reader_of(master)
    if step.role == Role.WORDS:
        answer = parser.ask("read", path=str(path), reader=reader, frame=step.frame)
        quality = "text_layer" if answer["text"].strip() else "none"
        keep_words(
            master=master,
            frame=step.frame,
            text=answer["text"],
            words=answer["words"],
            quality=quality,
            at=at,
            converted=answer.get("converted"),
        )
        return
    with in_the_making() as out:
        if step.role in _SHRUNK_FROM:
            facts = _shrink(master, step, out, parser)
        else:
            facts = parser.ask(
                "derive",
                seconds=_LONG_SECONDS,
                path=str(path),
                reader=reader,
                what=step.role,
                out=str(out),
                frame=step.frame,
                format=master.technical.get("format", ""),
            )
        keep(master=master, step=step, source=out, facts=facts, at=at)
    if heard := facts.get("duration_ms"):
        _note_duration(master, heard)


def _note_duration(master: Master, heard_ms: int) -> None:
    """Keep how long the recording really is where its header says otherwise."""
    said_ms = int(master.technical.get("duration_ms", 0))
    if abs(said_ms - heard_ms) > max(1000, said_ms // 100):
        master.technical |= {"duration_ms": heard_ms, "duration_said_ms": said_ms}
        master.save(update_fields=["technical"])


def _shrink(master: Master, step: Step, out: Path, parser: Parser) -> Answer:
    larger = master.derivatives.filter(role__in=_SHRUNK_FROM[step.role], frame=step.frame).first()
    if larger is None:
        raise Refused("damaged", "what it is made from could not be made")
    with store.local_copy(store.derivatives(), larger.path) as source:
        return parser.ask(
            "shrink", seconds=_LONG_SECONDS, path=str(source), what=step.role, out=str(out)
        )


@transaction.atomic
def _journal(master: Master, made: dict[str, int], failed: dict[int, str], at: dt.datetime) -> None:
    journal.record(
        actor=None,
        act="files.master.derived",
        subject=master,
        at=at,
        after={"made": made, "failed": {str(frame + 1): why for frame, why in failed.items()}},
    )
