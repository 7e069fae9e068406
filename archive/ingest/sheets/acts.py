"""What the acts on spreadsheets are called on screen."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "ingest.sheet.received": _("Spreadsheet received"),
    "ingest.sheet.imported": _("Spreadsheet imported"),
    "ingest.sheet.stopped": _("Import stopped"),
    "ingest.sheet.undone": _("Import undone"),
    "catalogue.record.import_undone": _("Taken out with its import"),
    "catalogue.collection.import_undone": _("Taken out with its import"),
}
