"""Texts go over a slow line compressed; the bytes of files never do."""

from __future__ import annotations

import gzip
from typing import Any

from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from archive.catalogue.models import AccessLevel
from archive.ui.middleware import TextGZipMiddleware

ACCEPTS = {"Accept-Encoding": "gzip"}


def test_a_page_is_the_same_and_a_fraction_of_its_size(client: Client, make_record: Any) -> None:
    code = make_record(released=AccessLevel.PUBLIC, title="Hồi ức về chiến khu").code
    plain = client.get(f"/records/{code}/")
    packed = client.get(f"/records/{code}/", headers=ACCEPTS)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
    # What is unchanged still costs nothing.
    again = {**ACCEPTS, "If-None-Match": packed["ETag"]}
    assert client.get(f"/records/{code}/", headers=again).status_code == 304


def test_files_go_out_byte_for_byte() -> None:
    request = RequestFactory().get("/", headers=ACCEPTS)
    body = b"RIFF" + bytes(5000)
    for response in (
        FileResponse([body], content_type="text/plain"),
        HttpResponse(body, content_type="audio/x-wav"),
    ):
        sent: Any = TextGZipMiddleware(lambda _request, found=response: found)(request)
        assert "Content-Encoding" not in sent
