"""Why a file is refused, in plain words, and what the person who brought it can do."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.files.models import Derivative, FixityCheck, Unmade


class Refusal(models.TextChoices):
    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is larger than the limit.")
    UNKNOWN = "unknown", _("The kind of file is not known here.")
    UNSUPPORTED = "unsupported", _("The archive cannot keep this kind of file yet.")
    HEIC = "heic", _("The photograph is in HEIC, which cannot be opened here.")
    ACTIVE = "active", _("The file is a web page or a drawing that can run programs.")
    TRUNCATED = "truncated", _("The file ends too early: part of it is missing.")
    DAMAGED = "damaged", _("The file is damaged and cannot be opened.")
    ENCRYPTED = "encrypted", _("The file is protected by a password.")
    NO_PAGES = "no_pages", _("The file has no page.")
    SILENT = "silent", _("The recording has no sound in it.")
    BOMB = "bomb", _("The picture is too large to be opened safely.")
    TOO_HEAVY = "too_heavy", _("Opening the file takes too much time or memory.")
    OLD_ENCODING = "old_encoding", _("The text is written in an old encoding.")
    LOST = "lost", _("The file did not arrive whole.")


ADVICE: dict[str, Promise] = {
    Refusal.EMPTY: _("Look at the file on your computer and save or scan it again."),
    Refusal.TOO_LARGE: _("Split the file, or ask the administrator to raise the limit."),
    Refusal.UNKNOWN: _("Save it as JPEG, TIFF, PNG, PDF, WAV, MP3 or another listed format."),
    Refusal.UNSUPPORTED: _("Save it in one of the listed formats and send it again."),
    Refusal.HEIC: _("Share it from the telephone as JPEG, or set its camera to “Most Compatible”."),
    Refusal.ACTIVE: _("Print the page to PDF, or save the drawing as PNG, and send that."),
    Refusal.TRUNCATED: _("Copy it again from the scanner or recorder, or scan the page again."),
    Refusal.DAMAGED: _("Open it on your computer, save it anew, and send the new file."),
    Refusal.ENCRYPTED: _("Open it with its password, save it without one, and send it again."),
    Refusal.NO_PAGES: _("Check that the right file was chosen, and make the PDF again."),
    Refusal.SILENT: _("Play it on your computer; if you hear something, save it as WAV or MP3."),
    Refusal.BOMB: _("Scan at a lower resolution, or cut the picture into parts."),
    Refusal.TOO_HEAVY: _("Split the file into smaller parts and send them one by one."),
    Refusal.OLD_ENCODING: _("Save it as Unicode (UTF-8) and send it again."),
    Refusal.LOST: _("Send it again."),
}


_ADVICE_ON_THE_STORE = _("Tell the administrator: the file is to be fetched from a backup.")


def advice_on(unmade: Unmade) -> Promise:
    """Return what somebody who keeps the file can do about what could not be made of it."""
    return ADVICE[unmade.reason] if unmade.part else _ADVICE_ON_THE_STORE


def why_unmade(unmade: Unmade) -> str:
    """Say what of a master could not be made, and why: a page, a kind of derivative, all of it."""
    part, reason = unmade.part, unmade.reason
    if not part:
        return str(FixityCheck.Outcome(reason).label)
    named = gettext("Page %(number)s") % {"number": part}
    of = named if part.isdigit() else Derivative.Role(part).label
    return f"{of}: {Refusal(reason).label}"
