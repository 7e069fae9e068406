"""What the acts of this room are called on screen. PREMIS events beside each."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "files.master.stored": _("Master stored"),  # ingestion, message digest calculation
    "files.master.found_altered": _("Master found altered"),  # fixity check: failed
    "files.master.found_missing": _("Master found missing"),  # fixity check: failed
    "files.master.found_intact": _("Master found intact again"),  # fixity check: passed
    "files.fixity.asked_for": _("Reading of all masters asked for"),
    "files.fixity.stopped": _("Reading of all masters stopped"),
    "files.master.derived": _("Derivatives made"),  # derivation
}
