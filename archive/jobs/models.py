"""Work that somebody asks the worker for: how far it is, and how it ended."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.jobs.said import SaidField

J = TypeVar("J", bound="AskedJob")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for the worker")
    AT_WORK = "at_work", _("At work")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


UNDER_WAY = Q(state__in=["waiting", "at_work"])
"""For a constraint, too, where one at a time is enough."""


class AskedJobs(models.QuerySet[J]):
    def under_way(self) -> Self:
        return self.filter(UNDER_WAY)


class AskedJob(models.Model):
    """One piece of work that was asked for; a room adds what it is about and what came of it.

    By nobody where the program asked itself. `done` and `total` count what the room counts.
    """

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked for at"))
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("in all"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    reason = SaidField(_("why it failed"), blank=True)

    objects = AskedJobs.as_manager()

    task: ClassVar[str]
    """The path of the worker's task that does it, given the row's key."""
    counted: ClassVar[str | Promise]
    """What `done` and `total` count, in words for the screen."""
    counted_in: ClassVar[int] = 1
    """How many of what is counted make one of what the screen shows."""

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]

    @property
    def is_under_way(self) -> bool:
        return self.state in (State.WAITING, State.AT_WORK)

    @property
    def shown_total(self) -> int:
        return -(-self.total // self.counted_in)

    @property
    def shown_done(self) -> int:
        return min(-(-self.done // self.counted_in), self.shown_total)
