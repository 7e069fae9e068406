"""A server's first breath: what is read once is read before anybody waits for it."""

from __future__ import annotations

import logging
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

_ASKED = (("/records/", ""), ("/search/suggest/", "q=an"))
log = logging.getLogger(__name__)


def warm_up(application: WSGIHandler) -> None:
    """Ask the application for its list and for a suggestion once, as a visitor would.

    The lists go by columns in memory (docs/adr/0015), which take a second or two to read, what is
    suggested by an index to be opened and by the words of all names; a server takes no requests
    before this has returned. What goes wrong is in the log, as of any request.
    """
    for path, query in _ASKED:
        _ask(application, path, query)


def own_name() -> str:
    """Return a name of a machine that the site answers to."""
    name: str = settings.ALLOWED_HOSTS[0].lstrip(".")
    return "localhost" if name == "*" else name


def _ask(application: WSGIHandler, path: str, query: str) -> None:
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": own_name(),
        "HTTP_X_FORWARDED_PROTO": "https",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    try:
        answer = application(environ, lambda status, headers, error=None: lambda written: None)
        answer.close()
    except Exception:
        # Without static files even the page that says so cannot be made; a server starts all the
        # same, for whoever needs none of them.
        log.exception("%s could not be read ahead", path)
