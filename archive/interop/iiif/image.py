"""IIIF Image API 3.0, level 2, over the pyramids of pages. Every request asks the gate.

An image is known as `<record code>:<page number>`; closed, sealed and missing are all 404.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.access.sight import sight_of
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import Record
from archive.files import store
from archive.files.models import Derivative
from archive.files.pyramids import scale_factors, tiles
from archive.interop.answers import answer, by_who_asks, is_known
from archive.interop.iiif import parameters, rendering
from archive.interop.iiif.answers import json_answer
from archive.values.licences import rights_address
from archive.values.numbers import whole_number

logger = logging.getLogger(__name__)
CONTEXT = "http://iiif.io/api/image/3/context.json"
PROFILE = "http://iiif.io/api/image/3/level2.json"


@open_to_all
@read_elsewhere
@require_safe
def base(request: HttpRequest, image: str) -> HttpResponse:
    """2.1: the address of the image itself leads to its information."""
    _pyramid(request, image)
    response = HttpResponseRedirect(reverse("iiif:info", args=[image]))
    response.status_code = 303
    return by_who_asks(response)


@open_to_all
@read_elsewhere
@require_safe
def info(request: HttpRequest, image: str) -> HttpResponse:
    """5: what the picture is and what may be asked of it."""
    record, pyramid = _pyramid(request, image)
    said = _information(request, image, pyramid)
    if rights := rights_address(rights_of(record.collection, record.rights).value):
        said["rights"] = rights
    return json_answer(request, said, CONTEXT)


@open_to_all
@read_elsewhere
@require_safe
def picture(
    request: HttpRequest, image: str, region: str, size: str, rotation: str, name: str
) -> HttpResponse:
    """4: a picture, or the part of it that is asked for."""
    _record, pyramid = _pyramid(request, image)
    full = (pyramid.width or 0, pyramid.height or 0)
    quality, _, format = name.partition(".")
    try:
        place = parameters.parse_region(region, *full)
        scale = parameters.parse_size(size, place)
        turn = parameters.parse_rotation(rotation)
        parameters.parse_quality(quality)
        parameters.parse_format(format)
    except parameters.BadRequest as error:
        return by_who_asks(HttpResponse(f"400: {error}", status=400, content_type="text/plain"))
    except parameters.NotOffered as error:
        return by_who_asks(HttpResponse(f"501: {error}", status=501, content_type="text/plain"))
    written = parameters.canonical(place, scale, turn, quality, format, full)
    tag = hashlib.sha256(f"{pyramid.digest} {written}".encode()).hexdigest()
    if is_known(request, tag):
        return answer(request, b"", parameters.FORMATS[format], tag)
    with store.local_copy(store.derivatives(), pyramid.path) as path:
        if not path.exists():
            raise Http404
        try:
            body = rendering.render(path, place, scale, turn, quality, format)
        except rendering.Damaged:
            logger.exception("a pyramid cannot be read: %s", pyramid.path)
            said = "503: this picture cannot be made now; the page image still shows the page"
            return by_who_asks(HttpResponse(said, status=503, content_type="text/plain"))
    response = answer(request, body, parameters.FORMATS[format], tag)
    address = request.build_absolute_uri(reverse("iiif:base", args=[image]))
    response["Link"] = f'<{PROFILE}>;rel="profile", <{address}/{written}>;rel="canonical"'
    return response


def _pyramid(request: HttpRequest, image: str) -> tuple[Record, Derivative]:
    code, _, written = image.rpartition(":")
    number = whole_number(written, None)
    if number is None:
        raise Http404
    record = gate.record_or_404(request.user, code)
    if not sight_of(request.user, record).shows_page(number):
        raise Http404
    page = get_object_or_404(record.pages, number=number)
    pyramid = get_object_or_404(
        Derivative, master=page.master_id, frame=page.frame, role=Derivative.Role.PYRAMID
    )
    return record, pyramid


def _information(request: HttpRequest, image: str, pyramid: Derivative) -> dict[str, Any]:
    width, height = pyramid.width or 0, pyramid.height or 0
    return {
        "@context": CONTEXT,
        "id": request.build_absolute_uri(reverse("iiif:base", args=[image])),
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxArea": parameters.MAX_AREA,
        "maxWidth": parameters.MAX_SIDE,
        "sizes": [
            {"width": max(1, width // factor), "height": max(1, height // factor)}
            for factor in reversed(scale_factors(width, height))
            if width * height // factor**2 <= parameters.MAX_AREA
            and max(width, height) // factor <= parameters.MAX_SIDE
        ],
        "tiles": tiles(width, height),
        "extraFormats": ["webp"],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "sizeUpscaling"],
    }
