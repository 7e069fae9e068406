"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "access.record.released": _("Released to readers"),
    "access.record.withdrawn": _("Withdrawn from readers"),
    "access.account.opened": _("Account opened"),
    "access.account.changed": _("Account changed"),
    "access.account.password_set": _("Password set"),
    "access.consent.recorded": _("Consent entered"),
    "access.consent.withdrawn": _("Consent withdrawn"),
    "access.consent.import_undone": _("Consent taken out with its import"),
    "access.consent.form_attached": _("Signed form attached"),
    "access.record.sealed": _("Part sealed"),
    "access.seal.lifted": _("Seal lifted"),
    "access.record.date_passed": _("Opened or closed because its day came"),
    "access.request.made": _("Access asked for by a reader"),
    "access.request.granted": _("Request for access granted"),
    "access.request.refused": _("Request for access refused"),
    "access.request.taken_back": _("Request for access taken back"),
    "access.grant.given": _("Access granted to a reader"),
    "access.grant.revoked": _("Access of a reader ended"),
}
