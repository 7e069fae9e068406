"""The process that opens strangers' files, so that the worker never does.

`python -m archive.ingest.probe` reads one question per line (JSON) and answers with one line. It
has no database and no settings; memory, processor time and the size of what it writes are limited
by the system, and whoever asks kills it when an answer takes too long.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from archive.ingest import readers
from archive.ingest.formats import HEAD_BYTES, NotKept, Reader, recognise

Question = dict[str, Any]
Answer = dict[str, Any]


def main() -> None:
    questions, answers = _own_channel()
    limits = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    _set_limits(limits)
    for line in questions:
        answers.write(json.dumps(_storable(_answer(json.loads(line)))) + "\n")
        answers.flush()


def _own_channel() -> tuple[Any, Any]:
    """Keep the way back to the worker apart from what libraries print."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return sys.stdin, answers


def _set_limits(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory := limits.get("memory"):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if written := limits.get("written"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))


def _answer(question: Question) -> Answer:
    if seconds := question.pop("seconds", 0):
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + seconds
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    try:
        return {"ok": True} | _ACTS[question.pop("act")](**question)
    except NotKept as refusal:
        return {"ok": False, "reason": refusal.reason, "detail": refusal.detail[:300]}
    except MemoryError:
        return {"ok": False, "reason": "too_heavy", "detail": "memory"}
    except Exception as error:  # any library may raise anything on a stranger's file
        return {
            "ok": False,
            "reason": "damaged",
            "detail": f"{type(error).__name__}: {error}"[:300],
        }


def _storable(value: Any) -> Any:
    """Return `value` without what no database takes as text: NUL and half letters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return value


def _probe(path: str, max_pixels: int, outs: dict[str, str] | None = None) -> Answer:
    """Say what the file is and whether it opens to its end.

    `outs` names what is wanted of the first frame at once, if the reader decodes it anyway.
    """
    file = Path(path)
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    found = recognise(head, size=file.stat().st_size)
    facts = {"format": found.name, "media_type": found.media_type, "puid": found.puid}
    answer = readers.of(found.reader).probe(file, found, max_pixels, _paths(outs or {}))
    return facts | cast(Answer, answer)


def _derive(path: str, reader: str, outs: dict[str, str], frame: int, **options: Any) -> Answer:
    """Make derivatives of one frame, each into its file of `outs`; decoding it once."""
    made = readers.of(Reader(reader)).derive(Path(path), _paths(outs), frame, **options)
    return {"made": made}


def _read(path: str, reader: str, frame: int, **options: Any) -> Answer:
    """Return the text of one frame with the boxes of its words, in fractions of the page."""
    return cast(Answer, readers.of(Reader(reader)).read(Path(path), frame, **options))


def _paths(outs: dict[str, str]) -> dict[str, Path]:
    return {what: Path(path) for what, path in outs.items()}


_ACTS: dict[str, Callable[..., Answer]] = {
    "probe": _probe,
    "derive": _derive,
    "read": _read,
}

if __name__ == "__main__":
    main()
