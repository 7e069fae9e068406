"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "vetting.round.submitted": _("Submitted for vetting"),
    "vetting.round.returned": _("Dossier returned for completion"),
    "vetting.round.completed": _("Completed dossier sent in"),
    "vetting.round.council_formed": _("Council formed"),
    "vetting.round.member_replaced": _("Member replaced"),
    "vetting.round.review_begun": _("Review opened"),
    "vetting.round.opinion_handed_in": _("Opinion handed in"),
    "vetting.round.concluded": _("Round concluded"),
    "vetting.round.suspended": _("Round suspended"),
    "vetting.round.resumed": _("Round resumed"),
    "vetting.round.withdrawn": _("Round withdrawn"),
    "vetting.record.status_changed": _("Vetting status changed"),
}
