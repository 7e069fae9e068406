"""Reading lists: keeping places, ordering them, noting what they are for."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, signed_in
from archive.access.models import AccessRequest, RequestState
from archive.public.my.exports import FORM_LABELS
from archive.public.my.forms import KeepForm, ListNameForm, PlaceForm
from archive.public.my.showing import rows_of
from archive.research import actions
from archive.research.models import ReadingList
from archive.research.places import Place, lists_of, place_or_404, shown_places
from archive.ui.paging import page_of
from archive.values.numbers import whole_number

PLACES_PER_PAGE = 50


@require_safe
@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    own = ReadingList.objects.filter(owner=request.user)
    waiting = AccessRequest.objects.filter(reader=request.user, state=RequestState.WAITING)
    context = {
        "lists": own.annotate(size=Count("places")),
        "searches": request.user.saved_searches.all(),
        "waiting": waiting.count(),
        "form": ListNameForm(),
    }
    return render(request, "public/my/overview.html", context)


@require_POST
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    form = ListNameForm(request.POST)
    if form.is_valid():
        try:
            made = actions.make_list(
                owner=request.user, name=form.cleaned_data["name"], at=timezone.now()
            )
            return redirect("public:reading_list", made.pk)
        except actions.NameTaken:
            messages.error(request, _("You have a list of this name already."))
        except actions.TooMany:
            messages.error(request, _("You have as many lists as one account may keep."))
    return redirect("public:my")


@signed_in
def reading_list(request: SignedInRequest, number: int) -> HttpResponse:
    kept = _own(request, number)
    form = ListNameForm(request.POST or None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_list(
                reading_list=kept, name=form.cleaned_data["name"], at=timezone.now()
            )
            return redirect("public:reading_list", kept.pk)
        except actions.NameTaken:
            form.add_error("name", _("You have a list of this name already."))
    page = page_of(request, kept.places.select_related("reading_list"), per_page=PLACES_PER_PAGE)
    context = {
        "reading_list": kept,
        "form": form,
        "page": page,
        "rows": rows_of(shown_places(request.user, list(page))),
        "forms": FORM_LABELS.items(),
        "shared_at": kept.share_key
        and request.build_absolute_uri(reverse("public:shared_list", args=[kept.share_key])),
    }
    return render(request, "public/my/list.html", context)


@signed_in
def drop(request: SignedInRequest, number: int) -> HttpResponse:
    kept = _own(request, number)
    if request.method == "POST":
        actions.drop_list(reading_list=kept)
        messages.success(request, _("The list was deleted."))
        return redirect("public:my")
    return render(
        request, "public/my/drop_list.html", {"reading_list": kept, "size": kept.places.count()}
    )


@require_POST
@signed_in
def change_place(request: SignedInRequest, number: int, place: int) -> HttpResponse:
    """Note, move or take out one place of a list: whichever button was pressed."""
    kept = _own(request, number)
    listed = get_object_or_404(kept.places.select_related("reading_list"), pk=place)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long; nothing was changed."))
    elif "drop" in request.POST:
        actions.drop_place(place=listed, at=timezone.now())
    elif form.cleaned_data["to"]:
        actions.move_place(place=listed, to=form.cleaned_data["to"], at=timezone.now())
    elif "note" in request.POST:
        actions.note_place(place=listed, note=form.cleaned_data["note"], at=timezone.now())
    address = reverse("public:reading_list", args=[kept.pk])
    page = whole_number(request.POST.get("page", ""), None)
    query = "" if page is None else f"?page={page}"
    return redirect(f"{address}{query}#place-{listed.pk or ''}")


@signed_in
def keep(request: SignedInRequest) -> HttpResponse:
    """Ask which list a place goes into, and put it there."""
    place = _asked_place(request)
    form = KeepForm(request.POST or None, lists=lists_of(request.user))
    back = _back(request, place)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept(request, form, place)
        except actions.NameTaken:
            form.add_error("new_name", _("You have a list of this name already."))
        except actions.TooMany:
            form.add_error(None, _("The list is full, or you have as many lists as may be kept."))
        else:
            messages.success(request, _("It is in the list “%(name)s”.") % {"name": kept.name})
            return redirect(back)
    return render(request, "public/my/keep.html", {"form": form, "place": place, "back": back})


def _kept(request: SignedInRequest, form: KeepForm, place: Place) -> ReadingList:
    now = timezone.now()
    chosen: ReadingList | None = form.cleaned_data["reading_list"]
    if chosen is None:
        chosen = actions.make_list(owner=request.user, name=form.cleaned_data["new_name"], at=now)
    try:
        actions.list_place(reading_list=chosen, place=place, note=form.cleaned_data["note"], at=now)
    except actions.AlreadyListed:
        messages.info(request, _("It was in the list before."))
    return chosen


def _asked_place(request: SignedInRequest) -> Place:
    """Return the place the address names (`record`, and `p` or `t`). Raises `Http404`."""
    page, second = (_number(request.GET.get(name, "")) for name in "pt")
    at_ms = None if second is None else second * 1000
    return place_or_404(request.user, request.GET.get("record", "")[:80], page=page, at_ms=at_ms)


def _number(text: str) -> int | None:
    number = whole_number(text, None)
    if text and number is None:
        raise Http404
    return number


def _back(request: SignedInRequest, place: Place) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return place.record.get_absolute_url()


def _own(request: SignedInRequest, number: int) -> ReadingList:
    return get_object_or_404(ReadingList, owner=request.user, pk=number)
