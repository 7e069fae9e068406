"""What the acts of this room are called on screen. PREMIS events beside each."""

from django.utils.translation import gettext_lazy as _

ACTS = {"interop.bag.exported": _("Written out as a bag")}  # dissemination
