"""What a page weighs on the line: bytes and requests, on the first visit and on the next page.

`python benchmarks/bench_weight.py ADDRESS`: asks a running archive with the demonstration in it
(`make run`) through a real Chromium; compressed bytes with their headers, as the line carries them.
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import Browser, Page, sync_playwright

PAGES = {
    "home": "/",
    "search": "/search/?q=nhan+chung",
    "list of records": "/records/",
    "record": "/records/MH-P01-H01-0001/",
    "page viewer": "/records/MH-P01-H01-0001/p/2",
    "interview": "/records/MH-ST1-0001/t/16",
    "sign in": "/accounts/sign-in/",
}


def main(base: str) -> None:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"{'page':18} {'first visit':>18} {'coming from home':>18} {'of it the page':>15}")
        for name, address in PAGES.items():
            first = _weigh(browser, [base + address])
            onward = _weigh(browser, [base + "/", base + address])
            print(f"{name:18} {_told(first):>18} {_told(onward):>18} {first[2] / 1000:12.1f} KB")
        browser.close()


def _told(weighed: tuple[int, int, int]) -> str:
    return f"{weighed[0] / 1000:.1f} KB / {weighed[1]}"


def _weigh(browser: Browser, addresses: list[str]) -> tuple[int, int, int]:
    """Visit the addresses in turn; return bytes, requests and bytes of HTML of the last."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi").new_page()
    for before in addresses[:-1]:
        page.goto(before, wait_until="networkidle")
    sizes, documents = _listen(page)
    page.goto(addresses[-1], wait_until="networkidle")
    html = sum(size for request, size in sizes.items() if request in documents)
    weighed = sum(sizes.values()), sum(1 for size in sizes.values() if size), html
    page.context.close()
    return weighed


def _listen(page: Page) -> tuple[dict[str, int], set[str]]:
    """Note what each request costs on the line, and which are for the page itself."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, int] = {}
    documents: set[str] = set()

    def asked(event: dict[str, object]) -> None:
        if event.get("type") == "Document":
            documents.add(str(event["requestId"]))

    def came(event: dict[str, object]) -> None:
        sizes[str(event["requestId"])] = int(str(event["encodedDataLength"]).split(".")[0])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    return sizes, documents


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
