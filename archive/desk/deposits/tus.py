"""Resumable uploads: the tus protocol 1.0.0 with creation and termination.

https://tus.io/protocols/resumable-upload ; names of headers and answers are the protocol's.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from archive.access.locks import SignedInRequest, answering, staff_only
from archive.accounts.models import Role
from archive.ingest import actions, uploading
from archive.ingest.models import Deposit, Upload
from archive.ingest.policy import may_deposit, visible_deposits
from archive.ingest.reasons import Refusal
from archive.values.numbers import long_number

VERSION = "1.0.0"
_WHO = (Role.ARCHIVIST, Role.OFFICE_HEAD, Role.COLLECTOR)
_CHUNK = 256 * 1024


@answering("OPTIONS")
@staff_only(*_WHO)
@require_http_methods(["OPTIONS", "POST"])
def uploads(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what is offered (OPTIONS), or begin an upload (POST)."""
    deposit = _deposit(request, pk)
    if request.method == "OPTIONS":
        return _answer(204, {"Tus-Version": VERSION, "Tus-Extension": "creation,termination"})
    if refusal := _wrong_version(request):
        return refusal
    length, told = _number(request, "Upload-Length"), _metadata(request)
    if length is None:
        return _answer(400)
    name = told.get("filename", "")
    try:
        upload = uploading.begin_upload(
            deposit=deposit,
            name=name,
            length=length,
            digest=told.get("sha256", "") if _is_digest(told.get("sha256", "")) else "",
            at=timezone.now(),
        )
    except uploading.TooLong:
        actions.refuse_unread(
            actor=request.user, deposit=deposit, name=name, reason=Refusal.TOO_LARGE,
            at=timezone.now(),
        )  # fmt: skip
        return _answer(413)
    upload = uploading.finish_upload(actor=request.user, upload=upload, at=timezone.now())
    return _answer(201, {"Location": reverse("desk:deposit_upload", args=[pk, upload.token])})


@answering("PATCH", "DELETE")
@staff_only(*_WHO)
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: SignedInRequest, pk: int, token: uuid.UUID) -> HttpResponse:
    """Say how much has come (HEAD), add a piece (PATCH), give it up (DELETE)."""
    found = get_object_or_404(Upload, deposit=_deposit(request, pk), token=token)
    if refusal := _wrong_version(request):
        return refusal
    if request.method == "DELETE":
        uploading.end_upload(upload=found)
        return _answer(204)
    if request.method == "PATCH":
        return _add(request, found)
    # All may have come and the answer to it been lost: then asking is what finishes it.
    uploading.finish_upload(actor=request.user, upload=found, at=timezone.now())
    offset = str(uploading.offset_of(found))
    return _answer(200, {"Upload-Offset": offset, "Upload-Length": str(found.length)})


def _add(request: SignedInRequest, found: Upload) -> HttpResponse:
    offset = _number(request, "Upload-Offset")
    if request.content_type != "application/offset+octet-stream":
        return _answer(415)
    if offset is None:
        return _answer(400)
    try:
        reached = uploading.add_piece(upload=found, offset=offset, chunks=_body(request))
    except uploading.WrongOffset:
        return _answer(409)
    except uploading.Busy:
        return _answer(423)
    except UnreadablePostError:
        # The line broke; what came is kept, and nobody hears this answer.
        return _answer(400)
    uploading.finish_upload(actor=request.user, upload=found, at=timezone.now())
    return _answer(204, {"Upload-Offset": str(reached)})


def _deposit(request: SignedInRequest, pk: int) -> Deposit:
    deposit = get_object_or_404(visible_deposits(request.user).select_related("office"), pk=pk)
    if not deposit.is_admitted or not may_deposit(request.user, deposit.office):
        raise Http404
    return deposit


def _wrong_version(request: SignedInRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _answer(412, {"Tus-Version": VERSION})


def _number(request: SignedInRequest, header: str) -> int | None:
    return long_number(request.headers.get(header, ""), None)


def _metadata(request: SignedInRequest) -> dict[str, str]:
    """Return the pairs of `Upload-Metadata`; what is not Base64 of UTF-8 is passed over."""
    told = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except ValueError:  # of Base64, of UTF-8, or of a header that is not ASCII
            continue
    return told


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def _body(request: SignedInRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk


def _answer(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    response["Tus-Max-Size"] = str(settings.MAX_UPLOAD_BYTES)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response
