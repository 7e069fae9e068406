"""The door of finding aids: each is what its reader may see, and is kept for nobody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.callers import at_most
from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.interop.answers import plainly
from archive.interop.ead.planning import plan_of
from archive.interop.ead.turns import Busy, InTurn
from archive.interop.ead.writing import pieces


@open_to_all
@read_elsewhere
@require_safe
@at_most("SEARCHES_PER_MINUTE", of_scripts=True)
def finding_aid(request: HttpRequest, code: str) -> HttpResponseBase:
    """A collection with all below it, as EAD3."""
    visible = gate.visible_collections(request.user).select_related("holder", "parent")
    found = get_object_or_404(visible, code=code)
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        # Asked before the answer begins: what goes wrong here is still told by its status.
        plan = plan_of(found, request.user)
        try:
            told = InTurn(pieces(found, request.user, plan, at=timezone.localtime()))
        except Busy:
            return _in_a_minute(request)
        response = StreamingHttpResponse(told)
    response["Content-Disposition"] = f'inline; filename="{found.code}.ead.xml"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return plainly(request, response, "application/xml; charset=utf-8", varies="Cookie")


def _in_a_minute(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=503)
    response["Retry-After"] = "60"
    return plainly(request, response, "text/plain", varies="Cookie")
