"""Serving the bytes of a record, each through the gate: closed, sealed and missing are all 404."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.access.sight import Sight, sight_of
from archive.access.sound import cut_film, film_of, quiet_copy, sealed_part
from archive.access.wholes import whole_pdf
from archive.catalogue.models import Page, Record, Recording
from archive.files.models import Derivative, Family, Master
from archive.files.serving import serve_derivative, serve_master
from archive.public.caching import asked_anew
from archive.public.media.sealed import serve_copy, waveform
from archive.values.alto import MEDIA_TYPE, alto

Role = Derivative.Role


@open_to_all
@require_safe
def thumbnail(request: HttpRequest, code: str) -> HttpResponseBase:
    """The first page the viewer may see, small."""
    record, sight = _record(request, code)
    pages = record.pages.exclude(number__in=sight.sealed_pages).order_by("number")
    return _picture(request, pages.first() if sight.pages else None, Role.THUMBNAIL)


@open_to_all
@require_safe
def page_image(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    return _picture(request, _page(request, code, number), Role.PAGE_IMAGE)


@open_to_all
@require_safe
def page_thumbnail(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    return _picture(request, _page(request, code, number), Role.THUMBNAIL)


@open_to_all
@read_elsewhere
@require_safe
@asked_anew
def page_alto(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The text of a page with the places of its words, as it stands now.

    Not given where a name would have to be veiled: the words of it stand there one by one.
    """
    record, sight = _record(request, code)
    page = _page(request, code, number)
    if not page.text or not sight.shows_text(page.text):
        raise Http404
    size = (
        Derivative.objects.filter(
            master=page.master_id, frame=page.frame, role__in=(Role.PYRAMID, Role.PAGE_IMAGE)
        )
        .order_by("-width")
        .first()
    )
    width, height = (size.width, size.height) if size else (None, None)
    body = alto(page.text, page.words, width=width or 1000, height=height or 1000)
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{record.code}-{number}.alto.xml"'
    return response


@open_to_all
@read_elsewhere
@require_safe
def audio(request: HttpRequest, code: str, part: int) -> HttpResponseBase:
    """The sound of one recording, made for browsers: nothing of the master's tags goes along.

    Under a seal it is the copy that is silent there, and nothing until that copy is made. The
    holder's own staff hear the master while there is nothing else.
    """
    record, sight, recording = _recording(request, code, part)
    name = f"{record.code}-{part}.m4a"
    if sealed_part(sight, recording):
        return serve_copy(request, quiet_copy(sight, recording), name)
    derived = recording.master.derivatives.filter(role=Role.WEB_AUDIO).first()
    if derived is not None:
        return serve_derivative(request, derived, name=name)
    if not sight.masters:
        raise Http404
    return serve_master(request, recording.master, download=False)


@open_to_all
@require_safe
def peaks(request: HttpRequest, code: str, part: int) -> HttpResponse:
    """The waveform of one recording; flat where it is sealed."""
    _record_seen, sight, recording = _recording(request, code, part)
    derived = get_object_or_404(recording.master.derivatives, role=Role.PEAKS)
    return JsonResponse(waveform(derived, sealed_part(sight, recording)))


@open_to_all
@read_elsewhere
@require_safe
def film(request: HttpRequest, code: str, part: int) -> HttpResponseBase:
    """The pictures of one recording with their sound, made for browsers.

    Who may hear but not see is answered as if it were none. Under a seal it is the copy without
    the pictures and the sound of it.
    """
    record, sight, recording = _recording(request, code, part)
    found = film_of(recording) if sight.film else None
    if found is None:
        raise Http404
    name = f"{record.code}-{part}.{found.media_type.partition('/')[2]}"
    if sealed_part(sight, recording):
        return serve_copy(request, cut_film(sight, recording, found), name)
    return serve_derivative(request, found, name=name)


@open_to_all
@read_elsewhere
@require_safe
def poster(request: HttpRequest, code: str, part: int) -> HttpResponseBase:
    """A picture of one film; none under a seal, since it may be of what is sealed."""
    _record_seen, sight, recording = _recording(request, code, part)
    if not sight.film or sealed_part(sight, recording):
        raise Http404
    return serve_derivative(
        request, get_object_or_404(recording.master.derivatives, role=Role.POSTER)
    )


@open_to_all
@read_elsewhere
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The record's PDF as it was deposited, or printed, when the viewer may have all of it."""
    record, sight = _record(request, code)
    found = whole_pdf(record, sight)
    if found is None:
        raise Http404
    name = f"{record.code}.pdf"
    if found.family == Family.PDF:
        return serve_master(request, found, name=name)
    printout = get_object_or_404(found.derivatives, role=Role.PRINTOUT)
    return serve_derivative(request, printout, name=name, download=True)


@open_to_all
@require_safe
def master(request: HttpRequest, code: str, digest: str) -> HttpResponseBase:
    """A file exactly as it was deposited: for the holder's own staff."""
    record, sight = _record(request, code)
    if not sight.masters:
        raise Http404
    used = Master.objects.filter(Q(pages__record=record) | Q(recordings__record=record))
    return serve_master(request, get_object_or_404(used.distinct(), digest=digest))


def _record(request: HttpRequest, code: str) -> tuple[Record, Sight]:
    record = gate.record_or_404(request.user, code)
    return record, sight_of(request.user, record)


def _recording(request: HttpRequest, code: str, part: int) -> tuple[Record, Sight, Recording]:
    record, sight = _record(request, code)
    if not sight.audio:
        raise Http404
    recording = get_object_or_404(record.recordings.select_related("master"), part=part)
    return record, sight, recording


def _page(request: HttpRequest, code: str, number: int) -> Page:
    record, sight = _record(request, code)
    if not sight.shows_page(number):
        raise Http404
    return get_object_or_404(record.pages, number=number)


def _picture(request: HttpRequest, page: Page | None, role: Derivative.Role) -> HttpResponseBase:
    if page is None:
        raise Http404
    found = get_object_or_404(Derivative, master=page.master_id, role=role, frame=page.frame)
    return serve_derivative(request, found)
