"""Who asks: the address a request comes from, and how often one caller may ask what costs much."""

from __future__ import annotations

import functools
import threading
from collections import Counter
from collections.abc import Callable, Collection
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from archive.access.locks import P, View

_SITE_BITS = 64  # what one household or office has of IPv6: within it a caller chooses freely


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks, of IPv6 only the network; "" where it cannot be known.

    Only what our own proxies wrote is believed (`PROXIES`): the rest of the header is the caller's.
    """
    told = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [*filter(None, map(str.strip, told)), request.META.get("REMOTE_ADDR", "")]
    try:
        address = ip_address(hops[-1 - min(settings.PROXIES, len(hops) - 1)])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped or address.is_loopback:
        return str(address.ipv4_mapped or address)
    return str(ip_network((address, _SITE_BITS), strict=False).network_address)


def address_for_log(
    username: str, address: str, user_agent: str, path: str, request: HttpRequest
) -> str:
    """Name a caller who failed to sign in: not by the name, which may be a password mistyped."""
    return address


class Minute:
    """How often each caller has asked in the present minute; one process's own memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._asked: Counter[str] = Counter()

    def note(self, caller: str) -> int:
        """Count this time too, and return how many times it makes."""
        number = int(monotonic() // 60)
        with self._lock:
            if number != self._number:
                self._number = number
                self._asked.clear()
            self._asked[caller] += 1
            return self._asked[caller]


def at_most(
    setting: str, *, methods: Collection[str] = ("GET", "HEAD"), of_scripts: bool = False
) -> Callable[[View[P]], View[P]]:
    """Answer 429 to a caller who asks oftener in a minute than the setting says (0: no limit).

    People who signed in count each for themselves. The machine itself is not counted. Where only
    scripts ask, nobody would read the page that says so.
    """

    def limit(view: View[P]) -> View[P]:
        minute = Minute()

        @functools.wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            most: int = getattr(settings, setting)
            caller = _caller(request) if most and request.method in methods else ""
            if caller and minute.note(caller) > most:
                response = (
                    HttpResponse(status=429, content_type="text/plain")
                    if of_scripts
                    else render(request, "public/too_often.html", status=429)
                )
                response["Retry-After"] = "60"
                return response
            return view(request, *args, **kwargs)

        return cast("View[P]", limited)

    return limit


def _caller(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    address = address_of(request)
    return "" if not address or ip_address(address).is_loopback else address
