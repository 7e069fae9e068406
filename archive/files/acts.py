"""What the acts of this room are called on screen. PREMIS events beside each."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "files.master.stored": _("Master stored"),  # ingestion, message digest calculation
    "files.master.derived": _("Derivatives made"),  # derivation
}
