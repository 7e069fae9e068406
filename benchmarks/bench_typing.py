"""The transcript editor in a browser, 4,000 stretches open: how long a typed letter takes.

`python benchmarks/bench_typing.py [LETTERS]`: gunicorn and Chromium on this machine, SQLite in a
temporary folder. Letters are typed one by one while the words are saved in between, as they are in
life. *To the next frame* is from the key to the frame that shows it; *event* is what the browser
itself measures from the key to the next paint (Event Timing, in steps of 8 ms).
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
WORDS = "Chúng tôi đi đêm, mang thư trong ống tre; sáng ra thì đến xã Lát. "
WATCH = """
window.frames_ = []; window.events_ = []; window.changes_ = 0;
document.addEventListener("keydown", () => {
  const from = performance.now();
  requestAnimationFrame(() => setTimeout(() => frames_.push(performance.now() - from)));
}, true);
new PerformanceObserver((seen) => {
  for (const one of seen.getEntries())
    if (["keydown", "keypress", "input", "beforeinput", "keyup"].includes(one.name))
      events_.push([one.duration, one.processingEnd - one.processingStart]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
new MutationObserver((seen) => { changes_ += seen.length; })
  .observe(document.querySelector("ol.transcript"), { childList: true, subtree: true });
"""


def main(letters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        os.environ.pop("DATABASE_URL", None)
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, check=True, capture_output=True
            )
        import django

        django.setup()
        address = _editor()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "archive.wsgi", "-b", f"127.0.0.1:{port}"],
            cwd=ROOT, env=os.environ | {"DEBUG": "0"}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            _type(f"http://127.0.0.1:{port}", address, letters)
        finally:
            server.terminate()
            server.wait()


def _editor() -> str:
    """Make the interview and a draft of it; return the editor's address."""
    from django.utils import timezone

    from archive.catalogue.speech.actions import begin_draft
    from benchmarks.bench_interviews import interview

    now = timezone.now()
    collector, record = interview(now)
    draft = begin_draft(actor=collector, record=record, at=now)
    return f"/desk/interviews/{record.code}/transcripts/{draft.pk}/"


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server did not start.")


def _type(server: str, address: str, letters: int) -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(base_url=server, viewport={"width": 1280, "height": 860})
        page.goto("/accounts/sign-in/")
        page.fill("#id_username", "suutam")
        page.fill("#id_password", "x")
        page.click("main button[type=submit]")
        page.wait_for_url("**/desk/")
        begin = time.perf_counter()
        page.goto(address)
        page.wait_for_function("document.readyState === 'complete'")
        print(f"page open and ready                {(time.perf_counter() - begin) * 1000:8.0f} ms")
        lines = page.locator("ol.transcript > li")
        print(f"stretches on the page              {lines.count():8}")
        page.evaluate(WATCH)
        for place in (3, 2_000, 3_990):
            _one_place(page, place, letters)
        browser.close()


def _one_place(page: Any, place: int, letters: int) -> None:
    line = page.locator("ol.transcript > li").nth(place)
    line.scroll_into_view_if_needed()
    line.locator(".transcript__text").click()
    page.wait_for_timeout(500)
    page.evaluate("frames_.length = 0; events_.length = 0; changes_ = 0")
    for number, letter in enumerate((WORDS * (1 + letters // len(WORDS)))[:letters]):
        page.keyboard.press("Space") if letter == " " else page.keyboard.type(letter)
        # A breath now and then, so that what was typed is saved meanwhile.
        page.wait_for_timeout(1_000 if number % 60 == 59 else 30)
    page.wait_for_timeout(1_500)
    frames, events, changes = page.evaluate("[frames_, events_, changes_]")
    print(f"\nstretch {place}, {letters} letters")
    _line("  to the next frame", frames)
    _line("  event, slower than 16 ms", [each[0] for each in events])
    _line("  of it the page's own script", [each[1] for each in events])
    print(f"  elements put in or taken out       {changes:8}")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_000)


def _line(name: str, times: Sequence[float]) -> None:
    if not times:
        print(f"{name:34} none")
        return
    ranked = sorted(times)
    print(
        f"{name:34} {len(ranked):5} · median {statistics.median(ranked):6.1f}"
        f" · p95 {ranked[int(len(ranked) * 0.95)]:6.1f} · worst {ranked[-1]:6.1f} ms"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
