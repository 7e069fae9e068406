"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "works.work.entered": _("Work entered"),
    "works.work.described": _("Description changed"),
    "works.work.stage_reached": _("Stage reached"),
    "works.work.manuscript_added": _("Manuscript version added"),
    "works.work.compiler_added": _("Compiler added"),
    "works.work.shown": _("Shown to the public, or no longer"),
    "works.work.code_changed": _("Code changed"),
    "works.record.cited": _("Cited in a work"),
}
