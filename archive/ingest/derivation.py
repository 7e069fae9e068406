"""What is made from a master, and making it: a list that can be gone through again at any time."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Count

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.ahead import Asked, in_turn, outs_for
from archive.ingest.likeness import enter_fingerprint
from archive.ingest.parsing import Answer, Parser, Refused
from archive.ingest.shown import reader_of, shown_file
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
# The sound of a film has silence where the film has none: players keep step with the pictures.
_RECIPES_OF_FILMS = {Role.WEB_AUDIO: "audio-in-step/2", Role.PEAKS: "peaks-in-step/2"}
_PLANS: dict[str, tuple[Derivative.Role, ...]] = {
    Family.IMAGE: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL),
    Family.PDF: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL, Role.WORDS),
    Family.TEXT: (Role.WORDS,),
    Family.AUDIO: (Role.WEB_AUDIO, Role.PEAKS),
    Family.VIDEO: (Role.POSTER, Role.THUMBNAIL, Role.WEB_AUDIO, Role.PEAKS),
}
# A tape of two hours takes minutes on an old machine.
_LONG_SECONDS = 3600
_MOST_HEAVY = 3
# Peaks are counted in twentieths of a second, and an encoder adds a little.
_SLACK_MS = 200


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


@dataclass(frozen=True)
class Made:
    """How many were made by which recipe, and why a page, counted from 1, or a role was not.

    `is_cut` tells that it was broken off, and there is more to make.
    """

    made: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False

    def __or__(self, other: Made) -> Made:
        made = dict(Counter(self.made) + Counter(other.made))
        return Made(made, self.failed | other.failed, self.is_cut or other.is_cut)


def recipe_of(master: Master, role: Derivative.Role) -> str:
    """Return the recipe by which this is made of the master today."""
    of_films = _RECIPES_OF_FILMS if master.family == Family.VIDEO else {}
    return of_films.get(role) or RECIPES[role]


def older() -> dict[Derivative.Role, int]:
    """Count the derivatives that are of an older recipe, by what they are."""
    found: Counter[Derivative.Role] = Counter()
    held = Derivative.objects.values_list("role", "recipe").annotate(Count("pk")).order_by()
    for role, recipe, count in held:
        if recipe not in (RECIPES[Role(role)], _RECIPES_OF_FILMS.get(Role(role))):
            found[Role(role)] += count
    for role, recipe in RECIPES.items():
        if role in _RECIPES_OF_FILMS:
            of_role = Derivative.objects.filter(role=role, recipe=recipe)
            found[role] += of_role.filter(master__family=Family.VIDEO).count()
    return {role: count for role, count in found.items() if count}


def recipes() -> list[str]:
    """Return all that derivatives are made by today."""
    return sorted([*RECIPES.values(), *_RECIPES_OF_FILMS.values()])


def plan(master: Master) -> list[Step]:
    """Return what a master of its family is shown with, in the order it is made."""
    family = Family.PDF if master.is_printed else master.family
    roles = [
        role
        for role in _PLANS.get(family, ())
        if role not in _RECIPES_OF_FILMS or master.technical.get("channels") != 0
    ]
    return [Step(role, frame) for frame in _frames(master) for role in roles]


def make_all(
    *, master: Master, parser: Parser, at: dt.datetime, progress: Callable[[int, int], bool]
) -> Made:
    """Make what is missing or was made by an older recipe, as long as `progress` says so.

    A frame that fails is left out and the next one tried: one bad page of a hundred is one page.
    Where several took all the time there is, the others would too, and are left.
    """
    steps = len(plan(master))
    lacking = lacking_of(master)
    done = steps - sum(len(batch.roles) for batch in lacking)
    made: Counter[str] = Counter()
    failed: dict[str, str] = {}
    is_cut, heavy = False, 0
    if lacking:
        with shown_file(master) as path:
            batches = in_turn(parser, lacking, lambda each: _ask(master, path, each, parser))
            for batch, asked in batches:
                if is_cut := not progress(done, steps):
                    break
                try:
                    roles = _keep_answer(master, batch, asked, at)
                    made.update(recipe_of(master, role) for role in roles)
                except Refused as refusal:
                    failed[str(batch.frame + 1)] = refusal.reason
                    heavy += refusal.reason == "too_heavy"
                if heavy == _MOST_HEAVY:
                    break
                done += len(batch.roles)
    what = Made(dict(made), failed, is_cut)
    enter(master=master, what=what, at=at)
    if not is_cut:
        progress(steps, steps)
    return what


def enter(*, master: Master, what: Made, at: dt.datetime) -> None:
    """Write down what was made of a master and what could not be. PREMIS: derivation."""
    if what.made or what.failed:
        after = {"made": what.made, "failed": what.failed}
        journal.record(actor=None, act="files.master.derived", subject=master, at=at, after=after)


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


def unread_frames(master: Master) -> list[int]:
    """Return the frames of a scan that have no words yet, or words read by an older recipe.

    Not those of which no picture could be made either.
    """
    if master.family not in (Family.IMAGE, Family.PDF):
        return []
    held, words = _held(master), words_of(master)
    return [
        frame
        for frame in _frames(master)
        if (Role.PYRAMID, frame) in held
        and (
            held.get((Role.WORDS, frame)) != RECIPES[Role.WORDS]
            or held.get((Role.ALTO, frame)) not in (None, RECIPES[Role.ALTO])
            or words[frame]["quality"] == "none"
        )
    ]


def is_there(master: Master, role: Derivative.Role) -> bool:
    """Tell whether there is such a derivative, by whichever recipe, and its file."""
    return (role, 0) in _held(master)


def is_current(master: Master, role: Derivative.Role, frame: int = 0) -> bool:
    """Tell whether there is such a derivative, of today's recipe, and its file."""
    return recipe_of(master, role) == _held(master).get((role, frame))


def lacking_of(master: Master) -> list[Batch]:
    """Return what is not there or made by an older recipe: the files of a frame in one batch."""
    held = _held(master)
    batches = []
    for frame, steps in itertools.groupby(plan(master), key=lambda step: step.frame):
        roles = [
            each.role
            for each in steps
            if held.get((each.role, frame)) != recipe_of(master, each.role)
        ]
        files = [role for role in roles if role != Role.WORDS]
        words = [role for role in roles if role == Role.WORDS]
        batches += [Batch(frame, part) for part in (files, words) if part]
    return batches


def clear_away(master: Master) -> None:
    """Throw away files of the master that are of no derivative: an older recipe made them."""
    known = set(master.derivatives.values_list("path", flat=True))
    for path in _files_of(master) - known:
        store.derivatives().delete(path)


def _frames(master: Master) -> range:
    return range(int(master.technical.get("frames", 1)))


def _held(master: Master) -> dict[tuple[str, int], str]:
    """Return by which recipe what is there was made; not what has lost its file."""
    files = _files_of(master)
    found = master.derivatives.values_list("role", "frame", "recipe", "path")
    return {(role, frame): recipe for role, frame, recipe, path in found if path in files}


def _files_of(master: Master) -> set[str]:
    try:
        return set(store.names_in(store.derivatives(), f"{master.path}/"))
    except FileNotFoundError:
        return set()


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
            seconds=_LONG_SECONDS if master.family in (Family.AUDIO, Family.VIDEO) else None,
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
            _note_gaps(master, heard)
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


def _note_gaps(master: Master, heard_ms: int) -> None:
    """Keep by how much a film's sound has grown since seals may have been put on it.

    An earlier recipe left the gaps out. What was said at a moment then is heard up to so much
    later now: a seal reaches that much further (`access.sound.sealed_part`).
    """
    older = master.derivatives.filter(role=Role.PEAKS).exclude(recipe=recipe_of(master, Role.PEAKS))
    if master.family != Family.VIDEO or not (before := older.first()):
        return
    try:
        with store.derivatives().open(before.path) as file:
            waveform = json.load(file)
    except FileNotFoundError:
        return
    was_ms = waveform["length"] * waveform["samples_per_pixel"] * 1000 // waveform["sample_rate"]
    if (grown := heard_ms - was_ms) > _SLACK_MS:
        master.technical |= {"gaps_ms": grown}
        master.save(update_fields=["technical"])
