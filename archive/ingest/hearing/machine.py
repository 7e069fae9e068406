"""The machine that listens: faster-whisper with a model on this machine, where both are there.

Neither is required. Nothing is fetched: `WHISPER_MODEL` is a folder with a converted model
(CTranslate2), put there by whoever looks after the machine.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.jobs.said import Said
from archive.jobs.said import say as _

# Without its tokenizer the package would fetch one from outside.
_NEEDED = ("model.bin", "config.json", "tokenizer.json")


class Unavailable(Exception):
    """This cannot be listened to here; `reason` says what is missing and what to do."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


def why_not() -> Said | None:
    """Say why nothing can be heard on this machine; nothing where it can."""
    if importlib.util.find_spec("faster_whisper") is None:
        return _("The package faster-whisper is not installed: `pip install faster-whisper`.")
    if not settings.WHISPER_MODEL:
        return _("No model is named: set WHISPER_MODEL to the folder of a converted model.")
    folder = Path(settings.WHISPER_MODEL)
    if missing := [name for name in _NEEDED if not (folder / name).is_file()]:
        return _("The folder %(folder)s holds no model: %(names)s is missing.") % {
            "folder": folder.name,
            "names": ", ".join(missing),
        }
    return None


def hear(path: Path, *, language: str, from_ms: int = 0) -> Iterator[tuple[int, int, str]]:
    """Yield what is said in a sound file from `from_ms` on: start and end (ms), words.

    Raises `Unavailable`. The work is done as the caller goes on asking.
    """
    if reason := why_not():
        raise Unavailable(reason)
    model = _model(settings.WHISPER_MODEL)
    if language not in model.supported_languages:
        # An English model would take Vietnamese for English, and write it down.
        raise Unavailable(
            _("The model does not know this language (%(language)s).") % {"language": language}
        )
    try:
        segments, _info = model.transcribe(
            str(path),
            language=language,
            beam_size=5,
            # Going on after a restart, the place to go on from decides; else silence is left out.
            **({"clip_timestamps": [from_ms / 1000]} if from_ms else {"vad_filter": True}),
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise Unavailable(
            _("The recording cannot be heard: %(error)s") % {"error": str(error)[:200]}
        ) from error
    for segment in segments:
        yield round(segment.start * 1000), round(segment.end * 1000), segment.text.strip()


@functools.lru_cache(maxsize=1)
def _model(folder: str) -> Any:
    """Return the model, loaded once a process: it takes seconds and a gigabyte of memory."""
    whisper = importlib.import_module("faster_whisper")
    try:
        return whisper.WhisperModel(
            folder, device="cpu", compute_type="int8", local_files_only=True
        )
    except (RuntimeError, ValueError, OSError, ImportError) as error:
        raise Unavailable(
            _("The model cannot be loaded: %(error)s") % {"error": str(error)[:200]}
        ) from error
