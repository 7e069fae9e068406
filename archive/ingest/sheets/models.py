"""A spreadsheet of records on its way in, row by row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.ingest.sheets.columns import BY_KEY
from archive.jobs.said import Said, SaidField


class SheetState(models.TextChoices):
    """How far a spreadsheet has come. It is read and checked before a row of it is taken in."""

    RECEIVED = "received", _("Received")
    UNREADABLE = "unreadable", _("Cannot be read")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being imported")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDO_STOPPED = "undo_stopped", _("Undone in part")
    UNDONE = "undone", _("Undone")


class Sheet(models.Model):
    """One spreadsheet file brought by one person for the records of one office."""

    office = models.ForeignKey(
        "units.Unit", verbose_name=_("office"), on_delete=models.PROTECT, related_name="sheets"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    made_at = models.DateTimeField(_("received at"))
    name = models.CharField(_("file name"), max_length=255)
    encoding = models.CharField(_("encoding"), max_length=16, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=SheetState, default=SheetState.RECEIVED
    )
    reason = SaidField(_("reason"), blank=True)
    notices = models.JSONField(_("notices"), default=list)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("spreadsheet")
        verbose_name_plural = _("spreadsheets")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_notices(self) -> list[str]:
        """What is said of the whole, in words for whoever reads it; columns are kept by key."""
        read = [Said.read(kept) for kept in self.notices]
        return [
            str(said % {name: _label(value) for name, value in said.told.items()}) for said in read
        ]


class Piece(models.Model):
    """A piece of the file a spreadsheet came as.

    Kept, so that what a conversion lost can be looked up for ever; and kept beside the sheet,
    because a database that changes a row writes, or reads, all that is in it.
    """

    sheet = models.ForeignKey(
        Sheet, verbose_name=_("spreadsheet"), on_delete=models.CASCADE, related_name="pieces"
    )
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("piece of a spreadsheet's file")
        verbose_name_plural = _("pieces of spreadsheets' files")
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_piece_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.number}"


class Outcome(models.TextChoices):
    """What became of a row."""

    WAITING = "waiting", _("Waiting")
    FAULTY = "faulty", _("Faulty, left out")
    CREATED = "created", _("Record entered")
    UPDATED = "updated", _("Record changed")
    UNCHANGED = "unchanged", _("Nothing to change")
    UNDONE = "undone", _("Undone")


RECORDS = 1000
"""The rank of records among the rows: levels come before them, the uppermost first."""


class Row(models.Model):
    """One row of a spreadsheet: what it says, what is wrong with it, what it became."""

    sheet = models.ForeignKey(
        Sheet, verbose_name=_("spreadsheet"), on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(_("row"))
    # In what order rows are written: a level before what lies in it.
    rank = models.PositiveSmallIntegerField(default=RECORDS, editable=False)
    cells = models.JSONField(_("cells"), default=dict)
    # What is to be written, ready for the act: only rows without errors have one.
    plan = models.JSONField(default=dict, editable=False)
    errors = models.PositiveSmallIntegerField(_("errors"), default=0)
    problems = models.JSONField(_("problems"), default=list)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING
    )
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sheet_rows",
    )
    collection = models.ForeignKey(
        "catalogue.Collection",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sheet_rows",
    )
    consent = models.ForeignKey(
        "access.Consent",
        verbose_name=_("consent"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sheet_rows",
    )
    before = models.JSONField(default=dict, editable=False)
    version_after = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_row_per_number"),
        ]
        indexes = [
            models.Index(fields=["sheet", "outcome", "rank", "number"], name="sheet_row_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.number}"

    @property
    def shown_problems(self) -> list[dict[str, Any]]:
        """Its problems in words for whoever reads them; earlier versions kept words alone."""
        return [
            problem
            | {
                "column": _label(problem["column"]),
                "reason": str(Said.read(problem["reason"])),
                "suggestion": str(Said.read(problem["suggestion"])),
            }
            for problem in self.problems
        ]

    def fail(self, column: str, value: str, reason: Said) -> None:
        """Note on a row that was found right why it could not be written after all."""
        self.outcome, self.errors = Outcome.FAULTY, self.errors + 1
        fault = {"column": column, "value": value[:200], "reason": reason.kept}
        self.problems = [*self.problems, fault | {"suggestion": "", "is_error": True}]


def _label(column: Any) -> Any:
    """Name a column by its key; a heading that means none, or that was kept before, as it is."""
    return str(BY_KEY[column].label) if isinstance(column, str) and column in BY_KEY else column
