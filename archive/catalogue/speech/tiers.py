"""Tiers: what ELAN and Praat keep apart by speaker, or by what is noted down; some are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.catalogue.speech.cues import Cue, Reading
from archive.jobs.said import say as _
from archive.values.text import nfc


@dataclass(frozen=True)
class Tiers:
    """The tiers somebody wants, each with who speaks in it (empty is its own name).

    Without any, all are taken that stand on their own.
    """

    speakers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def written(cls, text: str) -> Tiers:
        """Return what is written as `KK = Người hỏi; NC = Nhân chứng`, or only as `KK; NC`."""
        pairs = (part.partition("=") for part in nfc(text).split(";"))
        return cls({name.strip(): who.strip() for name, _is, who in pairs if name.strip()})

    def wants(self, name: str, *, on_its_own: bool = True) -> bool:
        return name in self.speakers if self.speakers else on_its_own

    def speaker(self, name: str, told: str) -> str:
        """Return who speaks in the tier `name`; the file says `told`."""
        return self.speakers.get(name) or told

    def take(
        self,
        reading: Reading,
        name: str,
        told: str,
        cues: Iterable[Cue],
        *,
        on_its_own: bool = True,
    ) -> None:
        """Put the cues of a tier into the reading, or say that it was left out.

        An empty tier is worth a word only to whoever wants it.
        """
        found = list(cues)
        if not found and name not in self.speakers:
            return
        if self.wants(name, on_its_own=on_its_own):
            who = self.speaker(name, told)
            reading.cues += [Cue(c.start_ms, c.end_ms, c.text, who, c.line) for c in found]
            message = _("The tier “%(name)s” was read; stretches: %(number)d.")
        else:
            message = _("The tier “%(name)s” was left out; stretches: %(number)d.")
        reading.note(0, message % {"name": name, "number": len(found)})

    def note_missing(self, reading: Reading, names: Iterable[str]) -> None:
        """Say which tiers somebody wants are none; then nothing of the file is kept."""
        there = list(names)
        for name in self.speakers:
            if name not in there:
                reading.refuse(
                    0,
                    _("There is no tier “%(name)s”; there are: %(names)s.")
                    % {"name": name, "names": "; ".join(there[:40])},
                )
