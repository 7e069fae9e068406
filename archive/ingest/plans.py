"""What a master is shown with, and what of it is lacking: a list that can be gone through again."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from archive.files.models import Derivative, Family, Master
from archive.ingest.keeping import held, words_of
from archive.ingest.recipes import OF_FILMS, RECIPES, recipe_of

Role = Derivative.Role
_PLANS: dict[str, tuple[Derivative.Role, ...]] = {
    Family.IMAGE: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL),
    Family.PDF: (Role.PYRAMID, Role.PAGE_IMAGE, Role.THUMBNAIL, Role.WORDS),
    Family.TEXT: (Role.WORDS,),
    Family.AUDIO: (Role.WEB_AUDIO, Role.PEAKS),
    Family.VIDEO: (Role.POSTER, Role.THUMBNAIL, Role.WEB_AUDIO, Role.PEAKS),
}


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
    family = Family.PDF if master.is_printed else master.family
    roles = [
        role
        for role in _PLANS.get(family, ())
        if role not in OF_FILMS or master.technical.get("channels") != 0
    ]
    return [Step(role, frame) for frame in _frames(master) for role in roles]


def first_pictures(*, family: str = Family.IMAGE) -> tuple[Derivative.Role, ...]:
    """Return what is wanted of the first frame while a file is judged."""
    return _PLANS[family]


def lacking_of(master: Master) -> list[Batch]:
    """Return what is not there or made by an older recipe: the files of a frame in one batch."""
    there = held(master)
    batches = []
    for frame, steps in itertools.groupby(plan(master), key=lambda step: step.frame):
        lacking = [
            each.role
            for each in steps
            if there.get((each.role, frame)) != recipe_of(master, each.role)
        ]
        if Role.POSTER in lacking and Role.THUMBNAIL not in lacking:
            lacking.append(Role.THUMBNAIL)  # of a film it is the poster once more, smaller
        files = [role for role in lacking if role != Role.WORDS]
        words = [role for role in lacking if role == Role.WORDS]
        batches += [Batch(frame, part) for part in (files, words) if part]
    return batches


def unread_frames(master: Master, begin: int = 0) -> list[int]:
    """Return the frames of a scan that have no words yet, or words read by an older recipe, from
    `begin` on.

    Not those of which no picture could be made either.
    """
    if master.family not in (Family.IMAGE, Family.PDF):
        return []
    frames = _frames(master)
    there, words = held(master), words_of(master, range(begin, frames.stop))
    return [
        frame
        for frame in frames[begin:]
        if (Role.PYRAMID, frame) in there
        and (
            there.get((Role.WORDS, frame)) != RECIPES[Role.WORDS]
            or there.get((Role.ALTO, frame)) not in (None, RECIPES[Role.ALTO])
            or words[frame]["quality"] == "none"
        )
    ]


def is_there(master: Master, role: Derivative.Role) -> bool:
    """Tell whether there is such a derivative, by whichever recipe, and its file."""
    return (role, 0) in held(master)


def is_current(master: Master, role: Derivative.Role, frame: int = 0) -> bool:
    """Tell whether there is such a derivative, of today's recipe, and its file."""
    return recipe_of(master, role) == held(master).get((role, frame))


def _frames(master: Master) -> range:
    return range(int(master.technical.get("frames", 1)))
