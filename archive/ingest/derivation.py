"""What is made from a master, and making it: a list that can be gone through again at any time."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.ahead import Asked, in_turn, outs_for
from archive.ingest.likeness import enter_fingerprint
from archive.ingest.parsing import Answer, Parser, Refused
from archive.ingest.shown import is_printed, reader_of, shown_file
from archive.journal import actions as journal
from archive.values.alto import MEDIA_TYPE, alto

Role = Derivative.Role
_EXTENSIONS = {
    Role.THUMBNAIL: "jpg",
    Role.PAGE_IMAGE: "jpg",
    Role.WORDS: "json",
    Role.ALTO: "xml",
    Role.PYRAMID: "tif",
    Role.WEB_AUDIO: "m4a",
    Role.PEAKS: "json",
    Role.POSTER: "jpg",
    Role.FILM: "film",
    Role.PRINTOUT: "pdf",
}
# A recipe's number grows when what it makes changes; derivatives of an older one are made anew.
RECIPES = {
    Role.THUMBNAIL: "thumbnail/2",
    Role.PAGE_IMAGE: "page/1",
    Role.WORDS: "words/1",
    Role.ALTO: "alto/1",
    Role.PYRAMID: "pyramid/1",
    Role.WEB_AUDIO: "audio/1",
    Role.PEAKS: "peaks/1",
    Role.POSTER: "poster/1",
    Role.FILM: "film/1",
    Role.PRINTOUT: "printout/1",
}
_PLANS: dict[str, tuple[Derivative.Role, ...]] = {
    Family.IMAGE: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL),
    Family.PDF: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL, Role.WORDS),
    Family.TEXT: (Role.WORDS,),
    Family.AUDIO: (Role.WEB_AUDIO, Role.PEAKS),
    Family.VIDEO: (Role.POSTER, Role.THUMBNAIL, Role.WEB_AUDIO, Role.PEAKS),
}
# A tape of two hours takes minutes on an old machine.
_LONG_SECONDS = 3600


@dataclass(frozen=True)
class Step:
    """One derivative to be made."""

    role: Derivative.Role
    frame: int


@dataclass(frozen=True)
class Batch:
    """Derivatives of one frame that one question makes."""

    frame: int
    roles: Sequence[Derivative.Role]


def plan(master: Master) -> list[Step]:
    """Return what a master of its family is shown with, in the order it is made."""
    frames = int(master.technical.get("frames", 1))
    family = Family.PDF if is_printed(master) else master.family
    return [Step(role, frame) for frame in range(frames) for role in _PLANS.get(family, ())]


def make_all(
    *, master: Master, parser: Parser, at: dt.datetime, progress: Callable[[int, int], None]
) -> dict[int, str]:
    """Make what is missing; return what could not be made, by frame.

    A frame that fails is left out and the next one tried: one bad page of a hundred is one page.
    """
    steps = len(plan(master))
    lacking = _lacking(master)
    done = steps - sum(len(batch.roles) for batch in lacking)
    failed: dict[int, str] = {}
    made: dict[str, int] = {}
    with shown_file(master) as path:
        for batch, asked in in_turn(parser, lacking, lambda each: _ask(master, path, each, parser)):
            progress(done, steps)
            try:
                for role in _keep_answer(master, batch, asked, at):
                    made[RECIPES[role]] = made.get(RECIPES[role], 0) + 1
            except Refused as refusal:
                failed[batch.frame] = refusal.reason
            done += len(batch.roles)
    progress(steps, steps)
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
    *, master: Master, frame: int, outs: dict[str, Path], made: Answer, at: dt.datetime
) -> list[Derivative.Role]:
    """Give finished files their places among the derivatives, in the stead of older ones.

    `made` has the facts of each of `outs` that was made. Returns the roles kept.
    """
    rows = [
        _placed(master, Role(name), frame, outs[name], facts, at) for name, facts in made.items()
    ]
    Derivative.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["master", "role", "frame"],
        update_fields=[
            "path", "media_type", "digest", "size", "width", "height", "recipe", "made_at",
        ],
    )  # fmt: skip
    if bits := made.get(Role.THUMBNAIL, {}).get("fingerprint"):
        enter_fingerprint(master=master, frame=frame, bits=bits)
    return [Role(name) for name in made]


def first_pictures(*, family: str = Family.IMAGE) -> tuple[Derivative.Role, ...]:
    """Return what is wanted of the first frame while a file is judged."""
    return _PLANS[family]


def _placed(
    master: Master, role: Derivative.Role, frame: int, source: Path, facts: Answer, at: dt.datetime
) -> Derivative:
    recipe = RECIPES[role]
    name = f"{role}-{frame:05}-{recipe.rpartition('/')[2]}.{_EXTENSIONS[role]}"
    place = f"{master.path}/{name}"
    digest, size = store.keep_derivative(source, place)
    return Derivative(
        master=master,
        role=role,
        frame=frame,
        path=place,
        digest=digest,
        size=size,
        media_type=facts["media_type"],
        width=facts.get("width"),
        height=facts.get("height"),
        recipe=recipe,
        made_at=at,
    )


def keep_words(
    *,
    master: Master,
    frame: int,
    text: str,
    words: list[Any],
    quality: str,
    at: dt.datetime,
    converted: Answer | None = None,
) -> None:
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
        outs, made = {str(Role.WORDS): out}, {str(Role.WORDS): facts}
        keep(master=master, frame=frame, outs=outs, made=made, at=at)


def keep_alto(
    *, master: Master, frame: int, text: str, words: list[Any], software: str, at: dt.datetime
) -> None:
    """Keep what a machine read on a frame as ALTO, in pixels of the frame."""
    size = master.derivatives.filter(role=Role.PYRAMID, frame=frame).first()
    width, height = (size.width, size.height) if size else (None, None)
    with in_the_making() as out:
        out.write_bytes(
            alto(text, words, width=width or 1000, height=height or 1000, software=software)
        )
        outs, made = {str(Role.ALTO): out}, {str(Role.ALTO): {"media_type": MEDIA_TYPE}}
        keep(master=master, frame=frame, outs=outs, made=made, at=at)


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


def _lacking(master: Master) -> list[Batch]:
    """Return what is not there or made by an older recipe: the files of a frame in one batch."""
    held = {
        (role, frame): recipe
        for role, frame, recipe in master.derivatives.values_list("role", "frame", "recipe")
    }
    batches = []
    for frame, steps in itertools.groupby(plan(master), key=lambda step: step.frame):
        roles = [each.role for each in steps if held.get((each.role, frame)) != RECIPES[each.role]]
        files = [role for role in roles if role != Role.WORDS]
        words = [role for role in roles if role == Role.WORDS]
        batches += [Batch(frame, part) for part in (files, words) if part]
    return batches


def _ask(master: Master, path: Path, batch: Batch, parser: Parser) -> Asked:
    question: dict[str, Any] = {
        "path": str(path),
        "reader": reader_of(master),
        "frame": batch.frame,
    }
    if Role.WORDS in batch.roles:
        return Asked(parser.begin("read", **question))
    outs = outs_for(batch.roles)
    return Asked(
        parser.begin(
            "derive",
            seconds=_LONG_SECONDS,
            outs={name: str(out) for name, out in outs.items()},
            format=master.technical.get("format", ""),
            **question,
        ),
        outs,
    )


def _keep_answer(
    master: Master, batch: Batch, asked: Asked, at: dt.datetime
) -> list[Derivative.Role]:
    answer = asked.answer()
    if asked.outs:
        made = answer["made"]
        if heard := made.get(Role.WEB_AUDIO, {}).get("duration_ms"):
            _note_duration(master, heard)
        return keep(master=master, frame=batch.frame, outs=asked.outs, made=made, at=at)
    keep_words(
        master=master,
        frame=batch.frame,
        text=answer["text"],
        words=answer["words"],
        quality="text_layer" if answer["text"].strip() else "none",
        at=at,
        converted=answer.get("converted"),
    )
    return [Role.WORDS]


def _note_duration(master: Master, heard_ms: int) -> None:
    """Keep how long the recording really is where its header says otherwise."""
    said_ms = int(master.technical.get("duration_ms", 0))
    if abs(said_ms - heard_ms) > max(1000, said_ms // 100):
        master.technical |= {"duration_ms": heard_ms, "duration_said_ms": said_ms}
        master.save(update_fields=["technical"])


@transaction.atomic
def _journal(master: Master, made: dict[str, int], failed: dict[int, str], at: dt.datetime) -> None:
    journal.record(
        actor=None,
        act="files.master.derived",
        subject=master,
        at=at,
        after={"made": made, "failed": {str(frame + 1): why for frame, why in failed.items()}},
    )
