"""What other sites' pages may read of ours: what a visitor is shown, and nothing else.

Browsers that come from another site bring no session of ours; what they get is public. An answer
to somebody who is signed in is for our own pages only.
"""

from __future__ import annotations

import functools
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.access.locks import P, View


def read_elsewhere(view: View[P]) -> View[P]:
    """Let pages of other sites read what a visitor is answered here."""

    @functools.wraps(view)
    def shared(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        let_other_sites_read(request, response)
        return response

    return cast("View[P]", shared)


def let_other_sites_read(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let pages of other sites read, embed and play the answer if it is a visitor's."""
    if request.user.is_authenticated:
        return
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Range"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
