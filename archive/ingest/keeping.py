"""Where derivatives lie: giving finished files their places, and looking what is there."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.files import store
from archive.files.models import Derivative, Master, Unmade
from archive.ingest.likeness import enter_fingerprint
from archive.ingest.parsing import Answer
from archive.ingest.recipes import recipe_of
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
    parts = [str(frame + 1), *made]
    Unmade.objects.filter(master=master, part__in=parts).delete()
    if bits := made.get(Role.THUMBNAIL, {}).get("fingerprint"):
        enter_fingerprint(master=master, frame=frame, bits=bits)
    return [Role(name) for name in made]


def _placed(
    master: Master, role: Derivative.Role, frame: int, source: Path, facts: Answer, at: dt.datetime
) -> Derivative:
    recipe = recipe_of(master, role)
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


def words_of(master: Master, frames: Container[int] | None = None) -> dict[int, Answer]:
    """Return text, words and quality of every frame, or of each of `frames`, that has them."""
    found = {}
    for derivative in master.derivatives.filter(role=Role.WORDS):
        if frames is not None and derivative.frame not in frames:
            continue
        try:
            with store.derivatives().open(derivative.path) as file:
                found[derivative.frame] = json.load(file)
        except FileNotFoundError:
            continue
    return found


def clear_away(master: Master) -> None:
    """Throw away files of the master that are of no derivative: an older recipe made them."""
    known = set(master.derivatives.values_list("path", flat=True))
    for path in _files_of(master) - known:
        store.derivatives().delete(path)


def held(master: Master) -> dict[tuple[str, int], str]:
    """Return by which recipe what is there was made; not what has lost its file."""
    files = _files_of(master)
    found = master.derivatives.values_list("role", "frame", "recipe", "path")
    return {(role, frame): recipe for role, frame, recipe, path in found if path in files}


def _files_of(master: Master) -> set[str]:
    try:
        return set(store.names_in(store.derivatives(), f"{master.path}/"))
    except FileNotFoundError:
        return set()
