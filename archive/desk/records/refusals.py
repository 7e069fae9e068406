"""What is said when a record cannot be moved out from under a limit."""

from __future__ import annotations

from django.utils.translation import gettext as _


def only_the_head(code: str) -> str:
    """Say why `code` cannot be moved there by this person."""
    return _(
        "%(code)s is kept under a limit on who may read it, which does not hold there. "
        "Only the head of the office can move it out."
    ) % {"code": code}
