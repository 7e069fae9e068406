"""What visitors and researchers see. The screens are being furnished room by room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.access import gate
from archive.access.locks import open_to_all
from archive.access.sight import sight_of
from archive.units.models import Unit


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


@open_to_all
def records(request: HttpRequest) -> HttpResponse:
    found = gate.visible_records(request.user)[:50]
    return render(request, "public/records.html", {"records": found})


@open_to_all
def record(request: HttpRequest, code: str) -> HttpResponse:
    return _read(request, code)


@open_to_all
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _read(request, code, number=number)


@open_to_all
def moment(request: HttpRequest, code: str, seconds: int) -> HttpResponse:
    return _read(request, code, seconds=seconds)


def _read(request: HttpRequest, code: str, **place: Any) -> HttpResponse:
    found = gate.record_or_404(request.user, code)
    context = {"record": found, "sight": sight_of(request.user, found), **place}
    return render(request, "public/record.html", context)


@open_to_all
def collection(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(gate.visible_collections(request.user), code=code)
    return render(request, "public/collection.html", {"collection": found})


@open_to_all
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(gate.visible_people(request.user), slug=slug)
    return render(request, "public/authority.html", {"authority": found})


@open_to_all
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(gate.visible_places(request.user), slug=slug)
    return render(request, "public/authority.html", {"authority": found})


@open_to_all
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(gate.visible_subjects(request.user), slug=slug)
    return render(request, "public/authority.html", {"authority": found})


@open_to_all
def unit(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Unit, code=code)
    return render(request, "public/unit.html", {"unit": found})


@open_to_all
def works(request: HttpRequest) -> HttpResponse:
    return render(request, "public/works.html", {"works": gate.visible_works(request.user)[:50]})


@open_to_all
def work(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(gate.visible_works(request.user), code=code)
    return render(request, "public/work.html", {"work": found})
