"""Asking the parser processes: one question, one answer, and never more time than is allowed."""

from __future__ import annotations

import atexit
import functools
import json
import os
import queue
import selectors
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from django.conf import settings

Answer = dict[str, Any]
_QUESTIONS_PER_PROCESS = 500


class Refused(Exception):
    """The parser could not or would not do it; `reason` is a `reasons.Refusal` value."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Parser:
    """Parser processes, `hands` of them: each starts when first asked, and anew after a mishap."""

    def __init__(
        self, *, seconds: int | None = None, memory: int | None = None, hands: int = 1
    ) -> None:
        self.seconds = seconds or settings.PARSER_SECONDS
        self.hands = hands
        self._all = [_Process(memory or settings.PARSER_MEMORY_BYTES) for _ in range(hands)]
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        for process in self._all:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(hands, "parser")

    def __enter__(self) -> Parser:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, act: str, *, seconds: int | None = None, **question: Any) -> Answer:
        """Return the answer. Raises `Refused` when the file, or opening it, is no good.

        `seconds` is how long it may take when that is not what every question may take.
        """
        seconds = self.seconds if seconds is None else seconds
        asked = json.dumps({"act": act, "seconds": seconds, **question})
        process = self._idle.get()
        try:
            line = process.exchange(asked.encode() + b"\n", seconds)
        finally:
            self._idle.put(process)
        if line is None:
            raise Refused("too_heavy", "time")
        if not line.endswith(b"\n"):
            # It died of the file: a crash in a library, or the system's limit on memory or time.
            raise Refused("too_heavy", "the parser stopped")
        answer = json.loads(line)
        if not answer.pop("ok"):
            raise Refused(answer["reason"], answer["detail"])
        return cast(Answer, answer)

    def begin(self, act: str, *, seconds: int | None = None, **question: Any) -> Future[Answer]:
        """Ask as `ask` does, without waiting; as many are answered at once as there are hands."""
        return self._threads.submit(self.ask, act, seconds=seconds, **question)

    def close(self) -> None:
        """End the processes; questions that wait for one are given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.close()


class _Process:
    """One parser process and the two pipes to it. One question at a time."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def exchange(self, question: bytes, seconds: int) -> bytes | None:
        """Return the line answered, a cut one when the process died, None when time is over."""
        process = self._running()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(question)
            process.stdin.flush()
            line = _read_line(process.stdout.fileno(), seconds)
        except BrokenPipeError:
            line = b""
        self._asked += 1
        if line is None or not line.endswith(b"\n"):
            self.close()
        return line

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._asked >= _QUESTIONS_PER_PROCESS:
            self.close()
            self._asked = 0
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
                [sys.executable, "-m", "archive.ingest.probe", json.dumps(self._limits())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env=_bare_environment(),
                start_new_session=True,
            )
        return self._process

    def _limits(self) -> dict[str, int]:
        return {"memory": self._memory, "written": 8 * 1024**3}


@functools.cache
def standing_parser() -> Parser:
    """Return the parser that stands by in this process, so that not every job starts its own."""
    parser = Parser(hands=max(1, min(settings.PARSER_PROCESSES, os.cpu_count() or 1)))
    atexit.register(parser.close)
    return parser


def _bare_environment() -> dict[str, str]:
    """Return an environment without the settings' secrets: no database, no keys."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(Path(settings.BASE_DIR)), "VIPS_CONCURRENCY": "2"}


def _read_line(descriptor: int, seconds: float) -> bytes | None:
    """Return what comes up to the end of a line; None when it does not come in time."""
    deadline = time.monotonic() + seconds
    read = b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while not read.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return None
            chunk = os.read(descriptor, 1 << 20)
            if not chunk:
                return read
            read += chunk
    return read
