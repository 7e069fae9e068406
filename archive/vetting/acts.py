"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "vetting.round.submitted": _("Submitted for vetting"),
    "vetting.round.reminded": _("Member reminded"),
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
    "vetting.round.paper_filed": _("Paper of the dossier entered"),
    "vetting.round.obstacle_logged": _("Obstacle noted"),
    "vetting.round.meeting_held": _("Meeting entered"),
    "vetting.round.ballot_counted": _("Ballot counted"),
    "vetting.round.comment_answered": _("Comment answered"),
    "vetting.round.resubmitted": _("Corrected version sent back"),
    "vetting.round.sent_back": _("Corrected version returned"),
    "vetting.round.document_issued": _("Vetting document issued"),
    "vetting.round.disclosed": _("Publication of opinions decided"),
    "vetting.dossier.asked": _("Dossier asked for as a file"),
    "vetting.dossier.stopped": _("Making of a dossier stopped"),
    "vetting.procedure.versioned": _("New version of a procedure"),
    "vetting.competence.entered": _("Competent body entered"),
    "vetting.record.status_changed": _("Vetting status changed"),
}
