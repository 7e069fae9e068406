"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "ingest.deposit.opened": _("Deposit opened"),
    "ingest.deposit.refused": _("Deposit refused for a state-secrecy mark"),
    "ingest.file.received": _("File received"),
    "ingest.file.accepted": _("File accepted"),
    "ingest.file.refused": _("File refused"),
    "ingest.record.filled": _("Files put into the record"),
    "ingest.pages.arranged": _("Pages put in another order"),
    "ingest.page.replaced": _("Page given a better scan"),
    "ingest.page.taken_out": _("Page taken out of the record"),
    "ingest.page.put_back": _("Page put back into the record"),
    "ingest.retry.asked_for": _("Making again what failed asked for"),
    "ingest.renewal.asked_for": _("Renewal of derivatives asked for"),
    "ingest.renewal.stopped": _("Renewal of derivatives stopped"),
    "catalogue.pages.read": _("Text given to pages"),
}
