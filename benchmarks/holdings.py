"""Many records with everything lists are made of, and no files: for measuring lists and counts.

A tenth are interviews, whose witnesses consented (every tenth keeps the name to himself); most are
released to everybody, some to registered readers or through a collection that lets out less, some
not yet; four in five belong to the office that looks, the rest to another.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from archive.access.models import Clause, Consent, Scope
from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Body,
    BodyRole,
    Collection,
    Event,
    Involvement,
    Person,
    Place,
    Record,
    RecordKind,
    Subject,
    VettingStatus,
)
from archive.units.actions import load_units
from archive.units.models import Kind, Level, Unit
from archive.values.text import canonical, fold

M = TypeVar("M", bound=Model)
T = TypeVar("T")
AT_ONCE = 2000
NOW = timezone.now()
_chance = random.Random(30)


def people_who_look() -> dict[str, User | None]:
    """Return five kinds of people, opening their accounts and offices the first time."""
    if not User.objects.exists():
        _open_accounts()
    users = {user.username: user for user in User.objects.all()}
    return {"visitor": None} | {name: users[name] for name in _ROLES}


_ROLES = {
    "reader": None,
    "archivist": Role.ARCHIVIST,
    "head": Role.OFFICE_HEAD,
    "administrator": Role.ADMINISTRATOR,
}


def _open_accounts() -> None:
    load_units()
    own, _other = (
        Unit.objects.create(code=code, name=name, kind=Kind.OFFICE, level=Level.PROVINCE)
        for code, name in (("office", "Phòng minh hoạ"), ("other-office", "Phòng khác"))
    )
    for name, role in _ROLES.items():
        user = User.objects.create_user(name, office=own if role else None)
        if role:
            RoleGrant.objects.create(user=user, role=role)


def fill(size: int) -> None:
    """Add records until there are `size`."""
    have = Record.objects.count()
    if have >= size:
        return
    shelves = _Shelves(size)
    for first in range(have, size, AT_ONCE):
        shelves.put(range(first, min(first + AT_ONCE, size)))


class _Shelves:
    """The authorities of a holding of some size, and records put under them."""

    def __init__(self, size: int) -> None:
        few = max(size // 500, 20)
        self.offices = list(Unit.objects.offices().order_by("code"))
        self.units = list(Unit.objects.territories().order_by("?")[: size // 30 + 30])
        self.people = _named(Person, "Người được nhắc", size // 5)
        self.places = _named(Place, "Căn cứ", few * 4)
        self.subjects = _named(Subject, "Đề tài", few)
        self.bodies = _named(Body, "Ban cán sự", few)
        self.events = _named(Event, "Trận", few)
        self.collections = self._collections(few * 4)

    def put(self, numbers: Iterable[int]) -> None:
        records = Record.objects.bulk_create(self._record(number) for number in numbers)
        links: dict[str, list[Any]] = {"places": self.places, "subjects": self.subjects}
        for field, several in (links | {"events": self.events}).items():
            through = getattr(Record, field).through
            column = f"{several[0]._meta.model_name}_id"
            _all(
                through,
                (through(record_id=r.pk, **{column: _one(several).pk}) for r in records),
            )
        _all(
            Appearance,
            (
                Appearance(record=r, person=_one(self.people), role=AppearanceRole.MENTIONED)
                for r in records
            ),
        )
        _all(
            Involvement,
            (Involvement(record=r, body=_one(self.bodies), role=BodyRole.ISSUER) for r in records),
        )
        _witnesses([record for record in records if record.kind == RecordKind.INTERVIEW])

    def _collections(self, number: int) -> list[Collection]:
        have = Collection.objects.count()
        for n in range(have, number):
            whole = Collection.objects.create(
                code=f"P{n:05}",
                title=f"Phông minh hoạ số {n}",
                level="fonds",
                holder=self.offices[n % 5 == 4],
                is_public=n % 7 > 0,
                ceiling=AccessLevel.REGISTERED if n % 50 == 9 else AccessLevel.PUBLIC,
            )
            whole.path = f"{whole.pk}/"
            whole.save(update_fields=["path"])
        return list(Collection.objects.order_by("code"))

    def _record(self, number: int) -> Record:
        interview = number % 10 == 0
        released = number % 25 > 0
        first = dt.date(1930, 1, 1) + dt.timedelta(days=_chance.randrange(30_000))
        dated = number % 9 > 0
        return Record(
            code=f"LD-P{number // 1000:03}-{number:06}",
            kind=RecordKind.INTERVIEW if interview else _one(_KINDS),
            title=f"Báo cáo công tác số {number}",
            abstract="Về việc sưu tầm tư liệu ở các xã vùng căn cứ",
            holder=self.offices[number % 5 == 4],
            unit=_one(self.units),
            collection=_one(self.collections) if number % 3 else None,
            date_written=str(first.year) if dated else "",
            date_earliest=first if dated else None,
            date_latest=first + dt.timedelta(days=_chance.randrange(700)) if dated else None,
            languages="vi" if number % 8 else "vi, fr",
            vetting_status=VettingStatus.VETTED if released else VettingStatus.NOT_SUBMITTED,
            access_level=AccessLevel.REGISTERED if number % 20 == 3 else AccessLevel.PUBLIC,
            released_at=NOW - dt.timedelta(minutes=number) if released else None,
            created_at=NOW,
            changed_at=NOW - dt.timedelta(minutes=number),
        )


_KINDS = [kind for kind in RecordKind if kind != RecordKind.INTERVIEW]


def _witnesses(interviews: list[Record]) -> None:
    """Give each interview a witness of its own, who allowed everything but perhaps the name."""
    witnesses = _named(Person, "Nhân chứng minh hoạ", len(interviews), start=interviews[0].pk)
    pairs = list(zip(interviews, witnesses, strict=True))
    _all(
        Appearance,
        (Appearance(record=r, person=w, role=AppearanceRole.WITNESS) for r, w in pairs),
    )
    consents = _all(
        Consent,
        (Consent(record=r, witness=w, given_on=NOW.date(), entered_at=NOW) for r, w in pairs),
    )
    _all(
        Clause,
        (
            Clause(consent=consent, scope=scope)
            for number, consent in enumerate(consents)
            for scope in Scope
            if scope != Scope.NAME or number % 10
        ),
    )


def _named(model: Any, word: str, number: int, *, start: int = 0) -> list[Any]:
    """Return so many authorities of one word and a number, made unless they are there."""
    stem = fold(word).replace(" ", "-")
    numbers = range(start, start + number)
    known = {row.slug: row for row in model.objects.filter(slug__startswith=f"{stem}-")}
    fresh = [
        model(
            slug=f"{stem}-{n}",
            name=f"{word} {n}",
            canonical_name=canonical(f"{word} {n}"),
            plain_name=fold(f"{word} {n}"),
            sort_key=f"{word} {n:07}",
        )
        for n in numbers
        if f"{stem}-{n}" not in known
    ]
    _all(model, fresh)
    return [*known.values(), *fresh] if not start else fresh


def _all(model: type[M], rows: Iterable[M]) -> list[M]:
    return list(model._default_manager.bulk_create(rows, batch_size=AT_ONCE))


def _one(several: list[T]) -> T:
    """Return one of them, the first ones far more often."""
    return several[int(len(several) * _chance.random() ** 3)]
