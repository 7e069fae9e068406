"""axe-core finds nothing on any page, whoever asks: light and dark, on a desktop and a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from archive.access.models import AccessRequest
from archive.accounts.models import User
from archive.research.actions import list_place, make_list, open_feed, save_search
from archive.research.letters import token_of
from archive.research.models import Often
from archive.research.places import Place
from archive.search.results import Filters
from tests.browser.conftest import keep_picture
from tests.browser.holdings import Holdings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Light and dark differ in colours alone (tokens.css): of the other one, no more need be asked.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}


def visitor_pages(holdings: Holdings) -> list[str]:
    document, interview = holdings.document.code, holdings.interview.code
    return [
        "/", "/records/", "/records/?kind=map", "/records/?kind=document",
        f"/records/{document}/", f"/records/{document}/p/2?q=bao+cao",
        f"/records/{document}/p/1/compare", f"/records/{interview}/",
        f"/records/{interview}/t/12?q=tai+lieu", f"/records/{document}/search/?q=bao+cao",
        f"/records/{holdings.withdrawn.code}/",
        "/search/?q=giao+lien", "/search/?q=khongcodau", "/search/help/", "/collections/",
        holdings.collection.get_absolute_url(), "/people/", holdings.person.get_absolute_url(),
        "/bodies/", "/events/", "/chronicle/",
        "/places/", holdings.place.get_absolute_url(), "/subjects/",
        holdings.subject.get_absolute_url(), "/units/", f"/units/{holdings.unit.code}/", "/works/",
        holdings.work.get_absolute_url(), "/accounts/sign-in/", "/khong-co-trang-nay/",
    ]  # fmt: skip


def staff_pages(holdings: Holdings) -> list[str]:
    """Where a walk over the desk begins; the rest is reached by links, one page of each kind."""
    document, interview = holdings.document.code, holdings.interview.code
    return [
        "/desk/", f"/desk/records/{document}/", f"/desk/interviews/{interview}/",
        f"/records/{holdings.unvetted.code}/", f"/records/{document}/p/3",
    ]  # fmt: skip


# Width and height of a desktop, which `open_page` opens, and of a phone.
DESKTOP, PHONE = (1280, 860), (360, 740)


def test_visitors_pages(open_page: Any, holdings: Holdings) -> None:
    assert faults(open_page(), visitor_pages(holdings), name="visitor") == []


def test_staff_pages(open_page: Any, holdings: Holdings, hanh: User) -> None:
    assert faults(open_page(hanh), staff_pages(holdings), name="staff", walk="desk/") == []


def test_readers_pages(open_page: Any, holdings: Holdings, giang: User, now: dt.datetime) -> None:
    assert faults(open_page(giang), readers_pages(holdings, giang, now), name="reader") == []


@pytest.mark.parametrize("size", [32, 34])
def test_with_letters_twice_as_large_no_page_is_wider_than_a_telephone(
    open_page: Any, holdings: Holdings, hanh: User, size: int
) -> None:
    page = open_page(hanh)
    page.set_viewport_size({"width": 320, "height": 740})
    sizes = {"fontSizes": {"standard": size}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    desk = ["", "records/", "vetting/", "witnesses/", "requests/", "pages/", "works/", "names/"]
    wide = {}
    for address in [*visitor_pages(holdings), *(f"/desk/{place}" for place in desk)]:
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[address] = over
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize").startswith("3")
    assert wide == {}


def test_on_a_sheet_that_lies_across_the_work_has_all_of_its_width(
    open_page: Any, holdings: Holdings, hanh: User
) -> None:
    page = open_page(hanh)
    page.goto("/desk/records/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1000, "height": 670})
    width = "document.querySelector('.desk__main').getBoundingClientRect().width"
    assert page.evaluate(width) > 900


def readers_pages(holdings: Holdings, giang: User, now: dt.datetime) -> list[str]:
    """Let a researcher keep something of every sort, and return where it is seen."""
    document, interview = holdings.document.code, holdings.interview.code
    kept = make_list(owner=giang, name="Chương 1", at=now)
    for place in (Place(holdings.document, page=1), Place(holdings.unvetted)):
        list_place(reading_list=kept, place=place, note="xem lại", at=now)
    search = save_search(
        owner=giang, name="Giao liên", text="giao lien", filters=Filters(), ignores_marks=False,
        often=Often.DAILY, at=now,
    )  # fmt: skip
    open_feed(search=search, at=now)
    AccessRequest.objects.create(
        record=holdings.interview, reader=giang, purpose="Luận văn", asked_at=now
    )
    return [
        "/my/", f"/my/lists/{kept.pk}/", f"/my/lists/{kept.pk}/drop/", "/my/requests/",
        f"/my/keep/?record={document}&p=1", f"/my/searches/{search.pk}/",
        "/my/searches/new/?q=giao+lien", f"/records/{interview}/ask/", "/search/?q=giao+lien",
        "/accounts/",
        f"/my/letters/stop/{token_of(search)}/",
    ]  # fmt: skip


def faults(page: Page, addresses: list[str], *, name: str, walk: str = "") -> list[str]:
    """Return what axe finds, what a script or the policy complains of, and what runs off screen.

    Each page is looked at light on a desktop and dark on a phone, and each of the two once more
    in the colours of the other. With `walk`, links to routes that begin so are followed, one of
    each route.
    """
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("console", lambda said: found.extend(_refused(said.text)))
    routes = {_route(address) for address in addresses}
    queue = [*addresses]
    for number, address in enumerate(queue):
        _look_as(page, DESKTOP, "light")
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        if walk:
            queue += _onward(page, walk, routes)
        if answer.status >= 500:
            found.append(f"{address}: {answer.status}")
        keep_picture(page, f"{name}-desktop-{number:02}")
        found += [f"{address}, desktop: {fault}" for fault in _whole(page)]
        _look_as(page, PHONE, "light")
        found += [f"{address}, light on a phone: {fault}" for fault in _axe(page, COLOURS)]
        _look_as(page, PHONE, "dark")
        keep_picture(page, f"{name}-phone-{number:02}")
        found += [f"{address}, phone: {fault}" for fault in _whole(page)]
        _look_as(page, DESKTOP, "dark")
        found += [f"{address}, dark on a desktop: {fault}" for fault in _axe(page, COLOURS)]
    return found


def _look_as(page: Page, screen: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page.emulate_media(color_scheme=scheme)


def _whole(page: Page) -> list[str]:
    """Return the faults of the page at the width it has."""
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    wide = [f"{width} px wider than the screen"] if width > 0 else []
    return wide + _axe(page, RULES)


def _onward(page: Page, walk: str, routes: set[str]) -> list[str]:
    """Return one address of each new route the page links to, without files to download."""
    links = page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(a => a.pathname + a.search)"
    )
    fresh = []
    for address in links:
        route = _route(address)
        # An address that ends without a slash is a file's.
        if route.startswith(walk) and route.endswith("/") and route not in routes:
            routes.add(route)
            fresh.append(address)
    return fresh


def _route(address: str) -> str:
    try:
        return str(resolve(urlsplit(address).path).route)
    except Resolver404:
        return ""


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("rules => axe.run(rules).then(found => found.violations)", rules)
    return [
        f"{violation['id']} at {node['target']}: {node['failureSummary'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _refused(said: str) -> list[str]:
    return [f"policy: {said[:200]}"] if "Content Security Policy" in said else []
