"""Following work of the worker: a part of a page that asks for itself anew until it has ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def followed(
    request: HttpRequest, part: str, context: dict[str, Any], *, goes_on: bool
) -> HttpResponse:
    """Answer with the part that the tag `follow` asks for; at the end the whole page comes anew."""
    response = render(request, part, context)
    if not goes_on:
        response["HX-Refresh"] = "true"
    return response
