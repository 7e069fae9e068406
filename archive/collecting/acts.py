"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "collecting.witness.entered": _("Witness entered"),
    "collecting.witness.described": _("Witness described"),
    "collecting.witness.moved_on": _("Witness moved on"),
    "collecting.paper.replaced": _("Template of a paper replaced"),
    "collecting.campaign.opened": _("Campaign opened"),
}
