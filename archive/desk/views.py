"""The desk's first page: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from archive.access.locks import SignedInRequest, signed_in


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "desk/home.html")
