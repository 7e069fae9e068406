"""What waits for somebody at the desk: each line a count and the list it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access import gate
from archive.access.models import AccessRequest, RequestState
from archive.accounts.models import Role, User
from archive.catalogue.models import (
    Draft,
    Page,
    ProcessingState,
    Record,
    TextQuality,
    VettingStatus,
)
from archive.collecting.models.witnesses import WAITING
from archive.collecting.policy import visible_witnesses
from archive.vetting.board import tasks_of


@dataclass(frozen=True)
class Waiting:
    """So many things of one sort, and where they are listed."""

    label: StrPromise
    count: int
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for `user`, most pressing first; nothing that is done is listed."""
    lines = [line for gather in GATHERERS for line in gather(user)]
    return [line for line in lines if line.count]


def drafts_of(user: User) -> list[Draft]:
    """Return the latest unsaved texts of `user`, on records still theirs to describe."""
    own = Draft.objects.filter(author=user, record__in=gate.workable_records(user))
    return list(own.select_related("record").order_by("-saved_at")[:5])


def first_steps_of(user: User) -> list[tuple[StrPromise, str]]:
    """Return what to begin with where the archive holds nothing yet: each step and its address."""
    if Record.objects.exists():
        return []
    return [
        (label, reverse(address)) for roles, label, address in FIRST_STEPS if user.has_role(*roles)
    ]


def _to_describe(user: User) -> list[Waiting]:
    if not user.has_role(Role.ARCHIVIST):
        return []
    return [
        _records(user, label, processing_state=state)
        for state, label in (
            (ProcessingState.DIGITISED, _("Digitised, to be described")),
            (ProcessingState.REGISTERED, _("Registered, without files or description yet")),
        )
    ]


def _to_correct(user: User) -> list[Waiting]:
    if not user.has_role(Role.ARCHIVIST):
        return []
    revise = VettingStatus.REVISION_REQUIRED
    return [_records(user, _("To be corrected as the vetting concluded"), vetting_status=revise)]


def _to_release(user: User) -> list[Waiting]:
    if not user.has_role(Role.OFFICE_HEAD):
        return []
    label = _("Vetted, waiting for release")
    return [_records(user, label, vetting_status=VettingStatus.VETTED, release="not_released")]


def _page_texts(user: User) -> list[Waiting]:
    """Texts corrected by somebody else, to be checked."""
    if not user.has_role(Role.ARCHIVIST, Role.COLLECTOR):
        return []
    mine = Page.objects.filter(record__in=gate.workable_records(user).values("pk"))
    count = mine.filter(text_quality=TextQuality.CORRECTED).exclude(text_by=user).count()
    url = f"{reverse('desk:page_texts')}?state=to_check"
    return [Waiting(_("Page texts to be checked"), count, url)]


def _to_answer(user: User) -> list[Waiting]:
    if not user.has_role(Role.OFFICE_HEAD):
        return []
    waiting = AccessRequest.objects.filter(
        state=RequestState.WAITING, record__in=gate.workable_records(user)
    )
    label = _("Requests of readers, waiting for an answer")
    return [Waiting(label, waiting.count(), reverse("desk:requests"))]


def _to_meet(user: User) -> list[Waiting]:
    waiting = visible_witnesses(user).filter(status__in=WAITING)
    return [Waiting(_("Witnesses still to be met"), waiting.count(), reverse("desk:witnesses"))]


def _to_vet(user: User) -> list[Waiting]:
    """Opinions to write, rounds to move on; what is late is counted by itself."""
    today = timezone.localdate()
    tasks = tasks_of(user)
    late = sum(task.is_late(today) for task in tasks)
    url = reverse("desk:vetting_tasks")
    return [
        Waiting(_("Vetting: late"), late, url),
        Waiting(_("Vetting: to be done"), len(tasks) - late, url),
    ]


def _records(user: User, label: StrPromise, **asked: str) -> Waiting:
    conditions = dict(asked)
    rows = gate.workable_records(user)
    if conditions.pop("release", None):
        rows = rows.filter(released_at=None, withdrawn_at=None)
    url = f"{reverse('desk:records')}?{urlencode(asked)}"
    return Waiting(label, rows.filter(**conditions).count(), url)


_INTAKE = (Role.ARCHIVIST, Role.OFFICE_HEAD)
FIRST_STEPS = [
    ((Role.ADMINISTRATOR,), _("Open an account for everybody who works here"), "desk:person_new"),
    (_INTAKE, _("Open the fonds and files the records belong to"), "desk:collection_new"),
    (_INTAKE, _("Bring the files of the first records"), "desk:deposit_new"),
    (_INTAKE, _("Or bring in a spreadsheet of records described already"), "desk:import"),
]

# A workplace adds what waits there by one function here.
GATHERERS: list[Callable[[User], list[Waiting]]] = [
    _to_vet,
    _to_correct,
    _to_release,
    _to_answer,
    _to_meet,
    _to_describe,
    _page_texts,
]
