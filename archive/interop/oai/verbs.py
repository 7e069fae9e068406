"""The six verbs (OAI-PMH 4): each puts its answer below the root, or raises `OaiError`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from lxml import etree

from archive.access import gate
from archive.access.dublin_core import OURS, Element
from archive.access.linked import links_of
from archive.catalogue.models import Collection
from archive.catalogue.terms import Terms
from archive.interop.models import Header
from archive.interop.oai import harvest, oai_dc, tokens
from archive.interop.oai.arguments import Asked, OaiError
from archive.interop.oai.documents import code_in, put, put_header, put_token
from archive.interop.oai.formats import FORMATS, Format
from archive.interop.oai.harvest import Item, items_of
from archive.interop.oai.identify import put_identify
from archive.interop.oai.sets import Specs, found_at
from archive.interop.oai.tokens import Token

M = TypeVar("M", bound=Model)

PER_PAGE = {"ListRecords": 100, "ListIdentifiers": 500, "ListSets": 500}


def answer(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    """Put what was asked for below the root. Raises `OaiError`."""
    _VERBS[asked.verb](root, asked, now)


def _identify(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    put_identify(root, now)


def _list_metadata_formats(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    if identifier := asked.arguments.get("identifier"):
        _item(identifier, now)  # each item there is comes in every format
    said = put(root, "ListMetadataFormats")
    for each in FORMATS.values():
        format_ = put(said, "metadataFormat")
        put(format_, "metadataPrefix", each.prefix)
        put(format_, "schema", each.schema)
        put(format_, "metadataNamespace", each.namespace)


def _get_record(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    format_ = _format(asked.arguments["metadataPrefix"])
    item = _item(asked.arguments["identifier"], now)
    _put_records(put(root, "GetRecord"), [item], format_)


def _list_headers(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    """Give one part of a list of headers, or of the records with them."""
    token = tokens.of(asked)
    began = replace(asked, arguments=token.arguments)
    format_ = _format(began.arguments["metadataPrefix"])
    found = harvest.selected(
        now=now, since=began.since, until=began.until, within=_within(began, token)
    )
    rest = harvest.after(found, token.place)
    rows, token, following = _part(found, rest, token, harvest.place_of)
    if not rows:
        # All that was left has changed meanwhile. A list is never empty: its last is given again.
        rows = list(Header.objects.filter(pk=token.place[1]))
    if not rows:
        raise OaiError("noRecordsMatch", "Nothing matches.")
    said, items = put(root, asked.verb), items_of(rows, now)
    if asked.verb == "ListRecords":
        _put_records(said, items, format_)
    else:
        for item in items:
            put_header(said, item)
    put_token(said, token, following)


def _list_sets(root: etree._Element, asked: Asked, now: dt.datetime) -> None:
    token = tokens.of(asked)
    visible = gate.visible_collections(AnonymousUser()).order_by("pk")
    rest = visible.filter(pk__gt=token.place[1])
    rows, token, following = _part(visible, rest, token, lambda row: (0, row.pk))
    if not rows:
        # An empty list is not valid, and the protocol has no word for "no set yet".
        raise (
            OaiError("noSetHierarchy", "There are no sets here yet.")
            if token.is_first
            else tokens.wrong("The sets this resumptionToken went on with are no longer shown.")
        )
    said = put(root, "ListSets")
    _put_sets(said, rows)
    put_token(said, token, following)


def _part(
    whole: QuerySet[M], rest: QuerySet[M], token: Token, place: Callable[[M], tuple[int, int]]
) -> tuple[list[M], Token, Token | None]:
    """Return the next rows of a list, its token, and that of what follows if anything does.

    How much there is in all is counted once, when a list begins.
    """
    per_page = PER_PAGE[token.verb]
    rows = list(rest[: per_page + 1])
    is_last = len(rows) <= per_page
    if token.is_first:
        token = replace(token, size=len(rows) if is_last else whole.count())
    rows = rows[:per_page]
    if is_last:
        return rows, token, None
    return rows, token, replace(token, place=place(rows[-1]), cursor=token.cursor + per_page)


def _put_sets(said: etree._Element, rows: list[Collection]) -> None:
    specs = Specs.of([row.pk for row in rows])
    for row in rows:
        each = put(said, "set")
        put(each, "setSpec", specs.spec(row.pk))
        put(each, "setName", row.title)
        if row.scope_and_content:
            text = Element("description", " ".join(row.scope_and_content.split()), OURS)
            put(each, "setDescription").append(oai_dc.container([text]))


def _put_records(said: etree._Element, items: list[Item], format_: Format) -> None:
    records = [item.record for item in items if item.record is not None]
    links, terms = links_of(AnonymousUser(), records), Terms()
    for item in items:
        record = put(said, "record")
        put_header(record, item)
        if item.record is not None:
            put(record, "metadata").append(format_.write(links[item.record.pk], terms))


def _item(identifier: str, now: dt.datetime) -> Item:
    """Return the item with this identifier. Raises `OaiError`, the same for closed and missing."""
    rows = list(Header.objects.filter(code=code_in(identifier)))
    if not rows:
        raise OaiError("idDoesNotExist", "There is no item with this identifier.")
    return items_of(rows, now)[0]


def _format(prefix: str) -> Format:
    if prefix not in FORMATS:
        known = ", ".join(FORMATS)
        raise OaiError("cannotDisseminateFormat", f"Records are given in: {known}.")
    return FORMATS[prefix]


def _within(began: Asked, token: Token) -> Collection | None:
    """Return the collection asked for as a set. Raises `OaiError` where there is no such set."""
    spec = began.arguments.get("set")
    if spec is None:
        return None
    found = found_at(spec)
    if found is None:
        raise (
            OaiError("noRecordsMatch", "There is no such set, or nothing in it.")
            if token.is_first
            else tokens.wrong("The set this resumptionToken went on with is no longer there.")
        )
    return found


_VERBS: dict[str, Callable[[etree._Element, Asked, dt.datetime], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_headers,
    "ListRecords": _list_headers,
}
