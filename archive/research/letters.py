"""Letters about what was newly found. Mail is open: only what everybody may see is named in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from archive.access import gate
from archive.access.addresses import absolute, at, host
from archive.access.sight import sights_of
from archive.accounts.letters import send_letter
from archive.catalogue.models import Record
from archive.research.asking import found_now
from archive.research.models import SavedSearch
from archive.search.index import NoIndex

_SALT = "research.letters"
MOST_NAMED = 30


def write_about(search: SavedSearch, waiting: Sequence[int]) -> set[int]:
    """Write about the records waiting that are still found; return the ids of those written about.

    Raises `accounts.letters.LetterFailed`.
    """
    try:
        found = found_now(search) or set()
    except NoIndex:
        return set()
    told = found & set(waiting)
    if not told:
        return set()
    with override("vi"):
        _send(search, told)
    return told


def token_of(search: SavedSearch) -> str:
    """Return what stands in the address that stops the letters."""
    return signing.Signer(salt=_SALT).sign(str(search.pk))


def search_of(token: str) -> SavedSearch | None:
    """Return the search whose letters a token stops, if it is still kept."""
    try:
        number = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=number).first()


def _send(search: SavedSearch, told: set[int]) -> None:
    open_to_all = gate.visible_records(AnonymousUser()).filter(pk__in=told)
    named = list(open_to_all.order_by("-released_at", "-id")[:MOST_NAMED])
    stop = at("public:stop_letters", token_of(search))
    context = {
        "search": search,
        "count": len(told),
        "records": _named(named),
        "others": len(told) - len(named),
        "again": at("public:saved_search", search.pk),
        "stop": stop,
    }
    subject = ngettext(
        "%(count)d new record for “%(name)s”", "%(count)d new records for “%(name)s”", len(told)
    ) % {"count": len(told), "name": " ".join(search.name.split())}
    send_letter(
        to=search.owner,
        subject=subject,
        body=render_to_string("public/my/letter.txt", context),
        headers={
            # The same news has the same id, should it be sent twice.
            "Message-ID": f"<search-{search.pk}-{min(told)}-{max(told)}-{len(told)}@{host()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _named(records: Sequence[Record]) -> list[tuple[str, str]]:
    sights = sights_of(AnonymousUser(), records) if records else {}
    return [
        (sights[record.pk].veiled(record.title), absolute(record.get_absolute_url()))
        for record in records
    ]
