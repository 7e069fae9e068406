"""What other sites' pages may read of ours: what a visitor is shown, and nothing else.

Browsers that come from another site bring no session of ours; what they get is public. An answer
to somebody who is signed in is for our own pages only.
"""

from __future__ import annotations

import functools
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from archive.access.locks import P, View, answering


def read_elsewhere(view: View[P]) -> View[P]:
    """Let pages of other sites read what a visitor is answered here.

    Outside the lock on methods: a browser may ask first whether it may (OPTIONS).
    """

    @functools.wraps(view)
    def shared(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _may_be_asked()
        response = view(request, *args, **kwargs)
        let_other_sites_read(request, response)
        return response

    return answering("OPTIONS")(cast("View[P]", shared))


def let_other_sites_read(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let pages of other sites read, embed and play the answer if it is a visitor's."""
    if request.user.is_authenticated:
        return
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Range"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


def _may_be_asked() -> HttpResponse:
    """Tell a browser what may be sent along; the same for what is there, closed and missing.

    An `Accept` with the profile of IIIF in it is not sent to another site without this.
    """
    response = HttpResponse(status=204)
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Range, Range"
    response["Access-Control-Max-Age"] = "86400"
    return response
