"""What is said when a record cannot be moved out from under a limit, or its pages not changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from archive.ingest import arranging, replacing

# Why pages stay as they are.
OF_PAGES: Mapping[type[Exception], StrPromise] = {
    arranging.NumbersAreFixed: gettext_lazy(
        "The numbers stay while a seal lies on pages of the record or it is being vetted."
    ),
    arranging.StaleOrder: gettext_lazy(
        "The record has other pages by now. Look at them again first."
    ),
    arranging.BeingWritten: gettext_lazy(
        "There is unsaved text of this page: save it or drop it first."
    ),
    replacing.UnderVetting: gettext_lazy(
        "The record is being vetted: its scans stay until that has ended."
    ),
    replacing.NoSuchScan: gettext_lazy(
        "The scan has been put into a record meanwhile. Choose another."
    ),
}


def only_the_head(code: str) -> str:
    """Say why `code` cannot be moved there by this person."""
    return _(
        "%(code)s is kept under a limit on who may read it, which does not hold there. "
        "Only the head of the office can move it out."
    ) % {"code": code}
