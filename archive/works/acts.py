"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "works.work.entered": _("Work entered"),
    "works.record.cited": _("Cited in a work"),
}
