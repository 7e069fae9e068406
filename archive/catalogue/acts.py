"""What the acts of this room are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "catalogue.transcript.begun": _("Draft of a transcript begun"),
    "catalogue.transcript.finished": _("Transcript finished"),
    "catalogue.transcript.discarded": _("Draft of a transcript thrown away"),
    "catalogue.transcript.confirmed": _("Transcript confirmed by the witness"),
    "catalogue.interview.described": _("Interview described"),
    "catalogue.interview.indexed": _("Contents of the interview changed"),
    "catalogue.transcript.shared": _("Transcript divided among transcribers"),
    "catalogue.transcript.share_done": _("Share of a transcript done"),
    "catalogue.testimony.related": _("Testimony held against another record"),
    "catalogue.testimony.unrelated": _("Relation of a testimony taken back"),
    "catalogue.collection.opened": _("Collection opened"),
    "catalogue.collection.described": _("Collection described"),
    "catalogue.collection.moved": _("Collection moved"),
    "catalogue.person.described": _("Person described"),
    "catalogue.person.merged": _("Person merged with another"),
    "catalogue.place.described": _("Place described"),
    "catalogue.place.merged": _("Place merged with another"),
    "catalogue.subject.described": _("Subject described"),
    "catalogue.subject.merged": _("Subject merged with another"),
    "catalogue.record.registered": _("Record entered"),
    "catalogue.record.described": _("Description changed"),
    "catalogue.record.code_changed": _("Reference code changed"),
    "catalogue.record.processed": _("Processing noted"),
    "catalogue.page.corrected": _("Text of a page corrected"),
    "catalogue.record.transcribed": _("Transcript written"),
}
