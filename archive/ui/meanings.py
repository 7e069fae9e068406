"""What a seal means, in plain words. Nothing here claims more than the procedure does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from archive.catalogue.models import VettingStatus

SEAL_ICONS = {
    VettingStatus.NOT_SUBMITTED: "open-circle",
    VettingStatus.SUBMITTED: "waiting",
    VettingStatus.UNDER_REVIEW: "waiting",
    VettingStatus.REVISION_REQUIRED: "warning",
    VettingStatus.NOT_PASSED: "refused",
    VettingStatus.VETTED: "seal",
}

SEAL_MEANINGS = {
    VettingStatus.NOT_SUBMITTED: _(
        "Nobody has yet been asked to vet this record. Read it as it is, with care."
    ),
    VettingStatus.SUBMITTED: _(
        "The office has asked for this record to be vetted; the review has not begun."
    ),
    VettingStatus.UNDER_REVIEW: _("The record is being vetted; there is no conclusion yet."),
    VettingStatus.REVISION_REQUIRED: _(
        "The vetting asked for corrections to the record, which are not finished yet."
    ),
    VettingStatus.NOT_PASSED: _("The last vetting of this record ended without a pass."),
    VettingStatus.VETTED: _(
        "A vetting round of the holding office was concluded in favour of this record. "
        "It vouches for the record as a source; it is not the vetting of a compiled work."
    ),
}
