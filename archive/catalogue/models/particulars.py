"""What the levels of arrangement and the records are both described by (ISAD(G), TT 05/2025)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Particulars(models.Model):
    """How much there is, how it is kept and used, and who described it when under which rules."""

    # Sheets are counted as they lie in the file, pages as they are written on.
    sheet_count = models.PositiveIntegerField(_("number of sheets"), null=True, blank=True)
    page_count = models.PositiveIntegerField(_("number of pages"), null=True, blank=True)
    # Codes of terms, with commas.
    scripts = models.CharField(_("scripts of material"), max_length=120, blank=True)
    appraisal = models.TextField(_("appraisal, destruction and scheduling"), blank=True)
    use_mode = models.CharField(_("mode of use"), max_length=255, blank=True)
    # Of TT 05/2025: mã hồ sơ giấy gốc, chế độ dự phòng, tình trạng dự phòng.
    paper_code = models.CharField(_("code of the paper original"), max_length=120, blank=True)
    reserve_regime = models.CharField(_("reserve copy: regime"), max_length=255, blank=True)
    reserve_state = models.CharField(_("reserve copy: state"), max_length=255, blank=True)
    # ISAD(G) 3.7, the area of description control.
    archivist_note = models.TextField(_("archivist's note"), blank=True)
    rules = models.CharField(_("rules or conventions"), max_length=255, blank=True)
    described_on = models.CharField(_("dates of description"), max_length=255, blank=True)

    class Meta:
        abstract = True


PARTICULARS = frozenset(field.name for field in Particulars._meta.local_fields)
