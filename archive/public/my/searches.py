"""Saved searches: keeping one, being told of news, and not being told any more."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from archive.access import gate
from archive.access.locks import SignedInRequest, open_to_all, signed_in
from archive.public.my.forms import SearchForm
from archive.public.search.asking import Asking, address_of
from archive.research import actions
from archive.research.letters import search_of
from archive.research.models import Often, SavedSearch
from archive.ui.cards import cards_of

NEWS_SHOWN = 50
TOO_WIDE = gettext_lazy(
    "This search finds so much that news of it would help nobody: narrow it first."
)


@signed_in
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the search that the address asks for under a name."""
    asking = Asking.of(request)
    form = SearchForm(request.POST or None, initial={"name": asking.text[:120]})
    if request.method == "POST" and form.is_valid():
        try:
            search = actions.save_search(
                owner=request.user,
                name=form.cleaned_data["name"],
                text=asking.text[:1000],
                filters=asking.filters,
                ignores_marks=asking.ignore_marks,
                often=Often(form.cleaned_data["often"]),
                at=timezone.now(),
            )
        except actions.NameTaken:
            form.add_error("name", _("You have a saved search of this name already."))
        except actions.TooMany:
            form.add_error(None, _("You have as many saved searches as one account may keep."))
        except actions.TooWide:
            form.add_error("often", TOO_WIDE)
        else:
            messages.success(request, _("The search is saved."))
            return redirect("public:saved_search", search.pk)
    context = {"form": form, "asking": asking, "email": request.user.email}
    return render(request, "public/my/save_search.html", context)


@signed_in
def saved_search(request: SignedInRequest, number: int) -> HttpResponse:
    search = _own(request, number)
    form = SearchForm(request.POST or None, initial={"name": search.name, "often": search.often})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(
                search=search,
                name=form.cleaned_data["name"],
                often=Often(form.cleaned_data["often"]),
                at=timezone.now(),
            )
        except actions.NameTaken:
            form.add_error("name", _("You have a saved search of this name already."))
        except actions.TooWide:
            form.add_error("often", TOO_WIDE)
        else:
            messages.success(request, _("Saved."))
            return redirect("public:saved_search", search.pk)
        search = _own(request, number)
    return render(request, "public/my/search.html", _sheet(request, search, form))


def _sheet(request: SignedInRequest, search: SavedSearch, form: SearchForm) -> dict[str, object]:
    news = list(search.findings.values_list("record_id", "found_at")[:NEWS_SHOWN])
    seen = gate.visible_records(request.user).in_bulk([record for record, _at in news])
    shown = [(seen[record], at) for record, at in news if record in seen]
    feed = search.feed_key and request.build_absolute_uri(
        reverse("public:saved_search_feed", args=[search.feed_key])
    )
    cards = cards_of(request.user, [record for record, _at in shown])
    return {
        "search": search,
        "form": form,
        "address": address_of(search),
        "feed": feed,
        "news": [(card, at) for card, (_record, at) in zip(cards, shown, strict=True)],
        "email": request.user.email,
    }


@require_POST
@signed_in
def change_feed(request: SignedInRequest, number: int) -> HttpResponse:
    """Open the feed at a new address, or close it."""
    search = _own(request, number)
    if "close" in request.POST:
        actions.close_feed(search=search)
        messages.success(request, _("The address of the feed answers no more."))
    else:
        try:
            actions.open_feed(search=search, at=timezone.now())
        except actions.TooWide:
            messages.error(request, TOO_WIDE)
    return redirect("public:saved_search", search.pk)


@require_POST
@signed_in
def drop(request: SignedInRequest, number: int) -> HttpResponse:
    actions.drop_search(search=_own(request, number))
    messages.success(request, _("The saved search was deleted."))
    return redirect("public:my")


@csrf_exempt  # a mail program sends the form by itself (RFC 8058); the token is the key
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to write no more, and do so. Looking changes nothing: mail programs look."""
    search = search_of(token[:200])
    if search is None:
        raise Http404
    if request.method == "POST":
        actions.stop_letters(search=search)
    response = render(request, "public/my/stop_letters.html", {"search": search})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: SignedInRequest, number: int) -> SavedSearch:
    own = SavedSearch.objects.select_related("owner")
    return get_object_or_404(own, owner=request.user, pk=number)
