"""People at their browsers: they follow links and fill in the forms a page shows them."""

from __future__ import annotations

import html
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.patience import PATIENCE

File = tuple[str, bytes]


@dataclass
class Page:
    """What came back: where we ended, how it went, what it says."""

    address: str
    status: int
    text: str

    def form_with(self, *names: str) -> Form:
        """Return the form of the page that has all these fields."""
        reader = _Forms()
        reader.feed(self.text)
        for form in reader.forms:
            if {*names} <= form.names:
                return form
        raise AssertionError(f"no form with {names} on {self.address}: {self.words()[:800]}")

    def form_to(self, address: str) -> Form:
        """Return the form of the page that sends to `address`."""
        reader = _Forms()
        reader.feed(self.text)
        for form in reader.forms:
            if form.action and address.endswith(form.action):
                return form
        raise AssertionError(f"no form to {address} on {self.address}")

    def says(self, text: str) -> bool:
        """Tell whether the page says `text`, whatever marks and line ends stand between."""
        return "".join(text.split()) in "".join(self.words().split())

    def words(self) -> str:
        """Return what a reader reads: no tags, one space between words."""
        reader = _Words()
        reader.feed(self.text)
        return " ".join(html.unescape(" ".join(reader.words)).split())


@dataclass
class Form:
    """A form as it stands on the page, filled in as the page filled it."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    # Values of boxes and buttons that may be ticked, by field.
    offered: dict[str, list[str]] = field(default_factory=dict)


class Person:
    """Somebody with a browser of their own; a visitor until they sign in."""

    def __init__(self, base: str, username: str = "", password: str = "") -> None:
        self.base = base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        if username:
            self.submit("/accounts/sign-in/", username=username, password=password)

    def get(self, address: str) -> Page:
        return self._open(Request(urljoin(self.base, address)))

    def bytes(self, address: str, **headers: str) -> tuple[int, bytes]:
        """Fetch what is no page, a file or a piece of one: how it went, and what came."""
        request = Request(urljoin(self.base, address), headers=headers)
        try:
            with self._opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.read()
        except HTTPError as error:
            return error.code, error.read()

    def submit(
        self,
        address: str,
        *,
        files: Iterable[tuple[str, File]] = (),
        expect: tuple[int, ...] = (200,),
        via: str = "",
        **answers: Any,
    ) -> Page:
        """Go to `address`, fill in the form that has the fields `answers` names, send it.

        With `via` the form stands there, and is the one that sends to `address`.
        """
        page = self.get(via or address)
        assert page.status == 200, f"{page.address}: {page.status} {page.words()[:400]}"
        form = (
            page.form_to(address) if via else page.form_with(*answers, *(name for name, _ in files))
        )
        fields = [pair for pair in form.fields if pair[0] not in answers]
        for name, value in answers.items():
            values = value if isinstance(value, list) else [value]
            fields += [(name, str(each)) for each in values]
        body, kind = _multipart(fields, files)
        target = urljoin(page.address, form.action or page.address)
        headers = {"Content-Type": kind, "Referer": page.address}
        answer = self._open(Request(target, data=body, headers=headers, method="POST"))
        assert answer.status in expect, f"{target}: {answer.status} {answer.words()[:1500]}"
        return answer

    def _open(self, request: Request) -> Page:
        request.add_header("Accept-Language", "vi")
        try:
            response: HTTPResponse = self._opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            return Page(error.url or request.full_url, error.code, _text(error.read()))
        with response:
            return Page(response.url, response.status, _text(response.read()))


def query(**values: str) -> str:
    return "?" + urlencode(values)


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _multipart(
    fields: Iterable[tuple[str, str]], files: Iterable[tuple[str, File]]
) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    out = bytearray()
    for name, value in fields:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        out += f"{head}{value}\r\n".encode()
    for name, (filename, data) in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
        out += f"{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n"
    out += f"--{mark}--\r\n".encode()
    return bytes(out), f"multipart/form-data; boundary={mark}"


class _Forms(HTMLParser):
    """Reads the forms of a page with what is filled in already."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._textarea = ""
        self._choices: list[tuple[str, bool]] = []
        self._takes_many = False
        self._said = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(action=has.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            self._input(self._form, has)
        elif tag == "button" and has.get("name"):
            self._form.names.add(has["name"])
        elif tag == "select":
            self._select = has.get("name", "")
            self._form.names.add(self._select)
            self._choices, self._takes_many = [], "multiple" in has
        elif tag == "option" and self._select:
            self._choices.append((has.get("value", ""), "selected" in has))
        elif tag == "textarea":
            self._textarea, self._said = has.get("name", ""), ""
            self._form.names.add(self._textarea)

    def _taken(self) -> list[str]:
        """Return what a browser would send: of one choice alone the first, when none is set."""
        taken = [value for value, is_set in self._choices if is_set]
        first = [value for value, _ in self._choices[:1]]
        return taken if taken or self._takes_many else first

    def _input(self, form: Form, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if not name:
            return
        form.names.add(name)
        if kind in {"checkbox", "radio"}:
            form.offered.setdefault(name, []).append(has.get("value", "on"))
            if "checked" not in has:
                return
        if kind not in {"file", "submit", "button", "image"}:
            form.fields.append((name, has.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            if self._form is not None and self._select:
                self._form.fields += [(self._select, value) for value in self._taken()]
            self._select = ""
        elif tag == "textarea" and self._form is not None:
            self._form.fields.append((self._textarea, self._said.removeprefix("\n")))
            self._textarea = ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
