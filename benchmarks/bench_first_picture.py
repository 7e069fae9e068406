"""From the click on a page of a record to its picture on the screen, in a browser.

`python benchmarks/bench_first_picture.py [RUNS [PAGES]]`: gunicorn and Chromium on this machine,
SQLite in a temporary folder. Two records of real scans (copies of the historic pages of
`../shared/data` where it lies beside the project, else pages painted here), of two pages and of
PAGES (300), brought in as any deposit; from the twenty-fifth page on the scans stand there again.
A reader opens the record and presses its first page, each time in a browser that has kept nothing
from before.

*First* is when the first decoded picture of the page was on the screen, *sharp* when its last tile
was. Said as it is, for a processor four times slower and for a slow line (1 Mbit/s, 200 ms);
`LOG=1` shows what was fetched in the first run of each, in order.
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
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.catalogues import settle  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
DISTINCT = 24
SLOW_LINE = {
    "offline": False, "latency": 200, "downloadThroughput": 125_000, "uploadThroughput": 62_500,
}  # fmt: skip
# When a picture in the viewer was painted: an <img> by Element Timing, a tile by the frame after it
# was drawn. The click is noted by the page before and read by the one after.
WATCH = """
(() => {
  const wall = (at) => performance.timeOrigin + at;
  const seen = window.seen_ = { first: Infinity, last: 0 };
  const note = (at) => {
    seen.first = Math.min(seen.first, at);
    seen.last = Math.max(seen.last, at);
  };
  const clicked = () => sessionStorage.setItem("clicked", wall(performance.now()));
  document.addEventListener("click", clicked, true);
  new MutationObserver(() => {
    for (const img of document.querySelectorAll("[data-viewer] img:not([elementtiming])"))
      img.setAttribute("elementtiming", "page");
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) note(wall(each.renderTime || each.loadTime));
  }).observe({ type: "element", buffered: true });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    if (this.canvas.closest?.("[data-viewer]"))
      requestAnimationFrame(() => setTimeout(() => note(wall(performance.now()))));
    return draw.apply(this, given);
  };
})();
"""
TOLD = """() => {
  const clicked = Number(sessionStorage.getItem("clicked"));
  return [seen_.first - clicked, seen_.last - clicked];
}"""


def main(runs: int, pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        settle(Path(folder))
        codes = _enter(pages)
        with _served() as server:
            _measure(server, codes, runs)


def _enter(pages: int) -> list[tuple[str, int]]:
    from django.core.management import call_command
    from django.utils import timezone

    from archive.accounts.models import Role, RoleGrant, User
    from archive.units.models import Kind, Level, Unit

    call_command("migrate", verbosity=0)
    # By the settings of the server, which this process has not.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    office = Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)
    user = User.objects.create(username="luutru", office=office)
    RoleGrant.objects.create(user=user, role=Role.ARCHIVIST)
    bodies = _scans()
    codes = [("LD-HAI", 2), ("LD-NHIEU", pages)]
    for code, count in codes:
        began = time.perf_counter()
        _record(user, code, bodies, count, timezone.now())
        print(f"{code}: {count} pages, {time.perf_counter() - began:.0f} s", flush=True)
    call_command("rebuild_index", verbosity=0)
    return codes


def _record(user: Any, code: str, bodies: list[bytes], count: int, now: Any) -> None:
    """Bring in so many scans, each copy made distinct, as a record open to everybody."""
    from archive.catalogue.models import Page, Record, RecordKind
    from archive.ingest import actions, processing, records
    from archive.ingest.models import Secrecy

    deposit = actions.open_deposit(actor=user, office=user.office, secrecy=Secrecy.NONE, at=now)
    for number in range(min(count, DISTINCT)):
        body = bodies[number % len(bodies)] + f"{code}{number:08}".encode()
        received = actions.receive_file(
            actor=user, deposit=deposit, name=f"{number:04}.tif", chunks=iter([body]), at=now
        )
        processing.process_file(file_id=received.pk, at=now)
    record = records.make_record(
        actor=user, deposit=deposit, files=deposit.files.order_by("sort_key"), code=code,
        kind=RecordKind.DOCUMENT, title="Sổ ghi biên bản minh hoạ", at=now,
    )  # fmt: skip
    masters = list(record.pages.order_by("number").values_list("master_id", flat=True))
    Page.objects.bulk_create(
        Page(record=record, number=number + 1, master_id=masters[number % DISTINCT])
        for number in range(DISTINCT, count)
    )
    Record.objects.filter(pk=record.pk).update(
        vetting_status="vetted", access_level="public", released_at=now
    )
    line = "Hội nghị Tỉnh uỷ bàn về công tác sưu tầm tư liệu lịch sử kháng chiến"
    words = [
        [0.1 + 0.05 * n, 0.03 * row, 0.045, 0.02, word, 90]
        for row in range(1, 26)
        for n, word in enumerate(line.split())
    ]
    text = "\n".join(line for _ in range(25))
    Page.objects.filter(record=record).update(text=text, words=words, text_quality="machine")


def _scans() -> list[bytes]:
    from PIL import Image

    shared = next(
        (each / "shared/data" for each in ROOT.parents if (each / "shared").is_dir()), None
    )
    found = sorted((shared / "scans").rglob("INPUT_*.tif")) if shared else []
    if found:
        return [path.read_bytes() for path in found]
    out = BytesIO()
    Image.effect_noise((1457, 2083), 12).convert("RGB").save(out, "TIFF", compression="tiff_lzw")
    return [out.getvalue()]


@contextmanager
def _served() -> Iterator[str]:
    """Run the server as `run_archive` does, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "-b", f"127.0.0.1:{port}",
               "--workers", "2", "--threads", "4"]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"DEBUG": "0"}, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=5)
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()


def _measure(server: str, codes: list[tuple[str, int]], runs: int) -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    print(f"\n{'milliseconds: median / p95':44} {'first':>15} {'sharp':>15} {'KB':>7} {'asked':>6}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for condition, few in (
            ("plain", runs),
            ("processor / 4", runs // 4),
            ("slow line", runs // 4),
        ):
            for screen, width, height in (("desk", 1280, 860), ("phone", 360, 740)):
                for code, pages in codes:
                    visits = [
                        _visit(browser, server, code, condition, (width, height), log=not n)
                        for n in range(max(3, few))
                    ]
                    first, sharp, size, asked = zip(*visits, strict=True)
                    print(
                        f"{condition:14} {screen:8} {pages:4} pages, {len(visits):3} runs     "
                        f"{_said(first)} {_said(sharp)} {statistics.median(size) / 1000:7.0f}"
                        f" {statistics.median(asked):6.0f}",
                        flush=True,
                    )
        browser.close()


def _visit(
    browser: Any, server: str, code: str, condition: str, screen: tuple[int, int], *, log: bool
) -> tuple[float, float, int, int]:
    """Open the record, press its first page; return first and sharp, bytes and requests."""
    context = browser.new_context(
        base_url=server, viewport={"width": screen[0], "height": screen[1]}, locale="vi"
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"/records/{code}/", wait_until="networkidle")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    fetched: dict[str, list[Any]] = {}
    session.on("Network.requestWillBeSent", lambda e: fetched.update(
        {e["requestId"]: [e["timestamp"], e["request"]["url"], 0, 0.0]}))  # fmt: skip
    session.on("Network.loadingFinished", lambda e: _came(fetched, e))
    if condition == "processor / 4":
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    if condition == "slow line":
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.locator(f"a[href='/records/{code}/p/1']").first.click()
    page.wait_for_url(f"**/records/{code}/p/1")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_500)
    first, sharp = page.evaluate(TOLD)
    if log and os.environ.get("LOG"):
        began = min(each[0] for each in fetched.values())
        for asked_at, url, size, came_at in fetched.values():
            print(f"  {1000 * (asked_at - began):6.0f} – {1000 * (came_at - began):6.0f} ms"
                  f" {size / 1000:7.1f} KB  {url.removeprefix(server)}")  # fmt: skip
    context.close()
    return first, sharp, sum(each[2] for each in fetched.values()), len(fetched)


def _came(fetched: dict[str, list[Any]], event: dict[str, Any]) -> None:
    if request := fetched.get(event["requestId"]):
        request[2], request[3] = int(event["encodedDataLength"]), event["timestamp"]


def _said(times: Any) -> str:
    ranked = sorted(times)
    p95 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    return f"{statistics.median(ranked):7.0f} / {p95:5.0f}"


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(given[0] if given else 40, given[1] if len(given) > 1 else 300)
