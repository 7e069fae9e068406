"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "ingest.listening.asked_for": _("First draft by machine asked for"),
    "ingest.listening.stopped": _("First draft by machine stopped"),
}
