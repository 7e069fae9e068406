"""How long a page may be kept, and by whom.

Lists and the home page may be kept a minute by anybody. What a record says is asked for anew each
time, because what is closed now must not open from a cache; an unchanged page costs no bytes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SECONDS = 60


def kept_for_visitors(view: View[P]) -> View[P]:
    """Let visitors' pages be kept a minute; pages of people who signed in are theirs alone."""
    return _kept(view, public=True, max_age=SECONDS)


def kept_by_visitors(view: View[P]) -> View[P]:
    """Let a visitor's own browser keep the answer a minute, and nothing between."""
    return _kept(view, private=True, max_age=SECONDS)


def asked_anew(view: View[P]) -> View[P]:
    """Let the page be kept only to be compared with the present one."""
    return _kept(view, private=True, no_cache=True)


def _kept(view: View[P], **terms: bool | int) -> View[P]:
    @functools.wraps(view)
    def kept(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code == 200:
            patch_cache_control(response, **terms)
        return response

    return cast("View[P]", conditional_page(kept))
