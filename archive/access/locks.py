"""Locks: every view carries one, and a test fails for an address without.

A lock says who may knock at all; which records somebody sees is for the gate.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from archive.accounts.models import STAFF_ROLES, Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request behind a lock that lets only people in: its user is a `User`."""

    user: User


LockedView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def open_to_all(view: View[P]) -> View[P]:
    """Let everybody in; what they see is for the gate."""
    cast(Any, view).lock = "open"
    return view


def signed_in(view: LockedView[P]) -> View[P]:
    """Let in whoever has signed in."""
    return _lock(view, "signed_in", lambda user: True)


def staff_only(*roles: Role) -> Callable[[LockedView[P]], View[P]]:
    """Let in staff holding one of `roles` (any staff role when none is named)."""
    wanted = roles or tuple(STAFF_ROLES)

    def lock(view: LockedView[P]) -> View[P]:
        return _lock(view, "staff", lambda user: user.has_role(*wanted))

    return lock


def answering(*methods: str) -> Callable[[View[P]], View[P]]:
    """Let a view be asked by `methods` beside GET, HEAD and POST, which are all others know."""

    def told(view: View[P]) -> View[P]:
        cast(Any, view).answering = methods
        return view

    return told


def _lock(view: LockedView[P], name: str, may_enter: Callable[[User], bool]) -> View[P]:
    @functools.wraps(view)
    def locked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not may_enter(request.user):
            raise PermissionDenied
        return view(cast(SignedInRequest, request), *args, **kwargs)

    cast(Any, locked).lock = name
    return cast("View[P]", locked)
