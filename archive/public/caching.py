"""How long a page may be kept: a minute for what everybody sees, not at all for the rest."""

from __future__ import annotations

import functools
from typing import ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from archive.access.locks import View

P = ParamSpec("P")
SECONDS = 60


def kept_for_visitors(view: View[P]) -> View[P]:
    """Let visitors' pages be kept a minute; pages of people who signed in are theirs alone."""

    @functools.wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code == 200:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return kept
