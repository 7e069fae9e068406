"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {"desk.demonstration.loaded": _("Demonstration loaded")}
