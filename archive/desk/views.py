"""The desk's first page: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from archive.access.locks import SignedInRequest, signed_in
from archive.desk.waiting import drafts_of, first_steps_of, waiting_for


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    context = {
        "waiting": waiting_for(request.user),
        "drafts": drafts_of(request.user),
        "first_steps": first_steps_of(request.user),
    }
    return render(request, "desk/home.html", context)
