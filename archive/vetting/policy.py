"""Who is what in a round, and who may see it.

An administrator keeps the machine and reads; no part in a round comes with that role alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django_stubs_ext import StrPromise

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.catalogue.models import Record
from archive.vetting.models import Opinion, Round, RoundQuerySet, Seat, SeatRole, Stage
from archive.vetting.rules import Rules, rules_of
from archive.vetting.steps import Act, Part, refusal
from archive.works.models import Work

INSIDE = frozenset({Part.SECRETARY, Part.BODY_HEAD, Part.CHAIR})


@dataclass(frozen=True)
class Standing:
    """What one person is in one round, read once for all that a page asks of it."""

    round: Round
    parts: frozenset[Part]
    seat: Seat | None
    blind: bool

    @property
    def opinion(self) -> Opinion | None:
        """Return what the person has written, handed in or not."""
        return getattr(self.seat, "opinion", None)

    @property
    def has_written(self) -> bool:
        return self.opinion is not None and self.opinion.handed_in_at is not None

    @property
    def is_inside(self) -> bool:
        """Tell whether they work for the vetting body in this round."""
        return bool(self.parts & INSIDE)

    @property
    def may_comment(self) -> bool:
        """Tell whether they still write: at this stage, by a seat, with the opinion not in."""
        stage, kind = Stage(self.round.stage), self.round.subject_kind
        return refusal(Act.WRITE_OPINION, stage, self.parts, kind) is None and not self.has_written

    @property
    def reads_opinions(self) -> bool:
        """Tell whether they may read what the others wrote.

        The requesting office reads the conclusion, never the opinions. A member reads them after
        handing in their own where the procedure says so.
        """
        if self.seat is not None and self.blind and self.round.concluded_at is None:
            return self.has_written
        return bool(self.parts & (INSIDE | {Part.MEMBER}))

    @property
    def takes_out(self) -> bool:
        """Tell whether they may take the dossier out: it says who wrote what."""
        return self.is_inside and self.reads_opinions


def standing_of(user: User, round_: Round, rules: Rules | None = None) -> Standing:
    """Return what `user` is in `round_`; an outsider is only that."""
    seat = seat_of(user, round_)
    blind = (rules or rules_of(round_.procedure)).blind
    return Standing(round_, _parts(user, round_, seat), seat, blind)


def parts_of(user: User, round_: Round) -> frozenset[Part]:
    """Return the parts `user` has in `round_`; an outsider has only that."""
    return _parts(user, round_, seat_of(user, round_))


def seat_of(user: User, round_: Round) -> Seat | None:
    """Return the seat `user` holds in `round_` now, with the opinion written from it."""
    seats = Seat.objects.current().filter(round=round_, person=user)
    return seats.select_related("opinion").first()


def why_not(user: User, round_: Round, act: Act) -> StrPromise | None:
    """Return why `user` may not do `act` in `round_` now; None when they may."""
    stage, parts = Stage(round_.stage), parts_of(user, round_)
    return refusal(act, stage, parts, round_.subject_kind)


def may_request(user: User, subject: Record | Work) -> bool:
    """Tell whether `user` may submit `subject` for vetting.

    Records are submitted by those who describe them. A work is submitted by the head of its own
    office (An Giang's guidance, 2021: the head of the committee or agency asks).
    """
    if isinstance(subject, Record):
        return _holds(user, Role.ARCHIVIST, Role.OFFICE_HEAD) and subject.holder_id in offices_of(
            user
        )
    return _holds(user, Role.OFFICE_HEAD) and subject.owner_id in offices_of(user)


def visible_rounds(user: User) -> RoundQuerySet:
    """Return the rounds `user` may see: their seats', their bodies', their own offices'."""
    return Round.objects.filter(seen_by(user))


def seen_by(user: User, through: str = "") -> Q:
    """Return the condition under which `user` sees a round, or what hangs on one.

    `through` leads from the rows to their round (`round__`), so that tables counted by round join
    it once and no list of all visible rounds is made.
    """
    if user.has_role(Role.ADMINISTRATOR):
        return Q()
    # A look for each row asked for: a page of the board stops at its last row, and those a body or
    # an office shows anyway are not looked up at all.
    key = f"{through}pk"
    seated = Q(Exists(Seat.objects.current().filter(round=OuterRef(key), person=user)))
    offices = offices_of(user)
    if not offices:
        return seated
    return (
        Q(**{f"{through}body__in": offices})
        | Q(**{f"{through}record__holder__in": offices})
        | Q(**{f"{through}work__owner__in": offices})
        | seated
    )


def round_or_404(user: User, code: str) -> Round:
    """Return the round with `code` if `user` may see it. Raises `Http404`."""
    found = (
        visible_rounds(user)
        .select_related("record", "work", "procedure", "body", "competence", "requested_by")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _parts(user: User, round_: Round, seat: Seat | None) -> frozenset[Part]:
    parts = set(_office_parts(user, round_))
    if seat is not None:
        parts.add(Part.MEMBER)
        if seat.role in {SeatRole.CHAIR, SeatRole.VICE_CHAIR}:
            parts.add(Part.CHAIR)
        if seat.role == SeatRole.SECRETARY:
            parts.add(Part.SECRETARY)
    return frozenset(parts) or frozenset({Part.OUTSIDER})


def _office_parts(user: User, round_: Round) -> set[Part]:
    parts: set[Part] = set()
    offices = offices_of(user)
    if round_.body_id in offices:
        if _holds(user, Role.VETTING_SECRETARY):
            parts.add(Part.SECRETARY)
        if _holds(user, Role.VETTING_HEAD):
            parts.add(Part.BODY_HEAD)
    subject = round_.record or round_.work
    if subject is not None and may_request(user, subject):
        parts.add(Part.REQUESTER)
    return parts


def _holds(user: User, *roles: Role) -> bool:
    return user.is_active and bool(user.roles & set(roles))
