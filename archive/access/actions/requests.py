"""Asking for what is closed in a record, and answering."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.access import gate, policy
from archive.access.actions.refusals import NotAllowed
from archive.access.actions.releases import grant_access
from archive.access.asking import may_ask
from archive.access.models import AccessRequest, RequestState
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.jobs.queue import later
from archive.journal import actions as journal

MOST_WAITING = 20


class NothingClosed(Exception):
    """Everything of the record is open to the reader already."""


class AlreadyAsked(Exception):
    """The reader's request for this record waits for its answer."""


class TooManyWaiting(Exception):
    """One reader has no more than twenty requests waiting at a time."""


class AlreadyAnswered(Exception):
    """Somebody has answered the request, or the reader has taken it back."""


@transaction.atomic
def ask_access(*, actor: User, record: Record, purpose: str, at: dt.datetime) -> AccessRequest:
    """Ask the holding office to be let in. Only for records whose description the reader sees.

    Raises `NotAllowed`, `NothingClosed`, `AlreadyAsked`, `TooManyWaiting`.
    """
    if not gate.may_see(actor, record):
        raise NotAllowed
    if not may_ask(actor, record):
        raise NothingClosed
    User.objects.select_for_update().get(pk=actor.pk)
    waiting = AccessRequest.objects.filter(reader=actor, state=RequestState.WAITING)
    if waiting.filter(record=record).exists():
        raise AlreadyAsked
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting
    request = AccessRequest.objects.create(
        record=record, reader=actor, purpose=purpose, asked_at=at
    )
    _write(actor, "access.request.made", request, at)
    return request


@transaction.atomic
def grant_request(
    *,
    actor: User,
    request: AccessRequest,
    ends_at: dt.datetime | None,
    answer: str,
    at: dt.datetime,
) -> AccessRequest:
    """Let the reader in until `ends_at`, and tell them. Raises `NotAllowed`, `AlreadyAnswered`."""
    request = _taken_up(actor, request)
    request.grant = grant_access(
        actor=actor,
        record=request.record,
        user=request.reader,
        reason=request.purpose[:255],
        at=at,
        ends_at=ends_at,
    )
    return _answered(actor, request, RequestState.GRANTED, answer, at)


@transaction.atomic
def refuse_request(
    *, actor: User, request: AccessRequest, reason: str, at: dt.datetime
) -> AccessRequest:
    """Refuse, and tell the reader why. Raises `NotAllowed`, `AlreadyAnswered`."""
    request = _taken_up(actor, request)
    return _answered(actor, request, RequestState.REFUSED, reason, at)


@transaction.atomic
def take_back_request(*, actor: User, request: AccessRequest, at: dt.datetime) -> AccessRequest:
    """The reader needs it no more. Raises `NotAllowed`, `AlreadyAnswered`."""
    request = _waiting(request)
    if request.reader_id != actor.pk:
        raise NotAllowed
    request.state, request.answered_at = RequestState.TAKEN_BACK, at
    request.save(update_fields=["state", "answered_at"])
    _write(actor, "access.request.taken_back", request, at)
    return request


def _waiting(request: AccessRequest) -> AccessRequest:
    found = AccessRequest.objects.select_for_update().select_related(None).get(pk=request.pk)
    if found.state != RequestState.WAITING:
        raise AlreadyAnswered
    return found


def _taken_up(actor: User, request: AccessRequest) -> AccessRequest:
    if not policy.may_release(actor, request.record):
        raise NotAllowed
    return _waiting(request)


def _answered(
    actor: User, request: AccessRequest, state: RequestState, answer: str, at: dt.datetime
) -> AccessRequest:
    request.state, request.answer = state, answer
    request.answered_by, request.answered_at = actor, at
    request.save(update_fields=["state", "answer", "answered_by", "answered_at", "grant"])
    _write(actor, f"access.request.{state.value}", request, at)
    later("archive.access.tasks.tell_reader", request.pk)
    return request


def _write(actor: User, act: str, request: AccessRequest, at: dt.datetime) -> None:
    journal.record(
        actor=actor,
        act=act,
        subject=request.record,
        at=at,
        after={"request": request.pk, "reader": request.reader_id},
        note=request.answer or request.purpose,
    )
