"""Making derivatives of a master: whatever its plan says and is not there, as often as needed."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.files import store
from archive.files.models import Derivative, Family, Master, Unmade
from archive.ingest import keeping
from archive.ingest.ahead import Asked, in_turn, outs_for
from archive.ingest.formats import Reader
from archive.ingest.parsing import Parser, Refused
from archive.ingest.plans import Batch, lacking_of, plan
from archive.ingest.recipes import recipe_of
from archive.ingest.shown import put_away, reader_of, shown_file
from archive.journal import actions as journal

Role = Derivative.Role
# A tape of two hours takes minutes on an old machine.
_LONG_SECONDS = 3600
_MOST_HEAVY = 3
# Peaks are counted in twentieths of a second, and an encoder adds a little.
_SLACK_MS = 200


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


def make_all(
    *,
    master: Master,
    parser: Parser,
    at: dt.datetime,
    since: dt.datetime,
    progress: Callable[[int, int], bool],
) -> Made:
    """Make what is missing or was made by an older recipe, as long as `progress` says so.

    One frame at least: whoever comes in turns gets on with each. A frame that fails is left out
    and the next one tried: one bad page of a hundred is one page. One that failed since `since`
    was tried in an earlier turn. Where several took all the time there is, the others would too,
    and are left.
    """
    tried = dict(master.unmade.filter(at__gte=since).values_list("part", "reason"))
    heavy = list(tried.values()).count("too_heavy")
    steps = len(plan(master))
    lacking = [batch for batch in lacking_of(master) if _part(master, batch) not in tried]
    done = steps - sum(len(batch.roles) for batch in lacking)
    made: Counter[str] = Counter()
    failed: dict[str, str] = {}
    is_cut, frame = False, None
    if lacking and heavy < _MOST_HEAVY:
        path = shown_file(master)
        questions = in_turn(parser, lacking, lambda each: _ask(master, path, each, parser))
        with closing(questions):
            for batch, asked in questions:
                may_go_on = progress(done, steps) or frame in (None, batch.frame)
                if is_cut := not may_go_on:
                    break
                frame = batch.frame
                try:
                    roles = _keep_answer(master, batch, asked, at)
                    made.update(recipe_of(master, role) for role in roles)
                except Refused as refusal:
                    failed[_part(master, batch)] = refusal.reason
                    heavy += refusal.reason == "too_heavy"
                if heavy == _MOST_HEAVY:
                    break
                done += len(batch.roles)
    what = Made(dict(made), failed, is_cut)
    enter(master=master, what=what, at=at)
    if not is_cut:
        put_away(master)
        progress(steps, steps)
    return what


def enter(*, master: Master, what: Made, at: dt.datetime) -> None:
    """Write down what was made of a master and what could not be. PREMIS: derivation."""
    note_failures(master=master, failed=what.failed, at=at)
    if what.made or what.failed:
        after = {"made": what.made, "failed": what.failed}
        journal.record(actor=None, act="files.master.derived", subject=master, at=at, after=after)


def note_failures(*, master: Master, failed: dict[str, str], at: dt.datetime) -> None:
    """Keep why parts of a master could not be made, until they are (`keeping.keep`)."""
    Unmade.objects.bulk_create(
        [Unmade(master=master, part=part, reason=why, at=at) for part, why in failed.items()],
        update_conflicts=True,
        unique_fields=["master", "part"],
        update_fields=["reason", "at"],
    )


def _part(master: Master, batch: Batch) -> str:
    """Name what a batch makes: a page; of a recording, which has none, its sound or picture."""
    if master.family not in (Family.AUDIO, Family.VIDEO):
        return str(batch.frame + 1)
    is_heard = Role.WEB_AUDIO in batch.roles
    return Role.WEB_AUDIO.value if is_heard else Role(batch.roles[0]).value


def _ask(master: Master, path: Path, batch: Batch, parser: Parser) -> Asked:
    question: dict[str, Any] = {
        "path": str(path),
        "reader": reader_of(master),
        "frame": batch.frame,
    }
    if Role.WORDS in batch.roles:
        if question["reader"] == Reader.TEXT:
            question["frames"] = master.technical.get("frames", 1)
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
        return keeping.keep(master=master, frame=batch.frame, outs=asked.outs, made=made, at=at)
    keeping.keep_words(
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
