"""Who works in the demonstration: one account for every role, none of them a real person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from archive.access import staff
from archive.accounts.models import Role, RoleGrant, User
from archive.journal import actions as journal
from archive.units.models import Kind, Level, Unit

# The same for all, and shown on the sign-in page while the demonstration is loaded.
PASSWORD = "nhan-chung-minh-hoa"  # noqa: S105 - meant to be known

ACCOUNTS: dict[str, tuple[str, Role]] = {
    "quantri": ("Quản trị viên (minh hoạ)", Role.ADMINISTRATOR),
    "luutru": ("Cán bộ lưu trữ (minh hoạ)", Role.ARCHIVIST),
    "suutam": ("Cán bộ sưu tầm (minh hoạ)", Role.COLLECTOR),
    "thuky": ("Thư ký thẩm định (minh hoạ)", Role.VETTING_SECRETARY),
    "uyvien1": ("Ủy viên minh hoạ số 1", Role.COUNCIL_MEMBER),
    "uyvien2": ("Ủy viên minh hoạ số 2", Role.COUNCIL_MEMBER),
    "uyvien3": ("Ủy viên minh hoạ số 3", Role.COUNCIL_MEMBER),
    "thamdinh": ("Lãnh đạo cơ quan thẩm định (minh hoạ)", Role.VETTING_HEAD),
    "truongphong": ("Trưởng phòng (minh hoạ)", Role.OFFICE_HEAD),
    "nghiencuu": ("Nhà nghiên cứu (minh hoạ)", Role.RESEARCHER),
}
# Who is not on the staff of the office.
_OUTSIDE = {"nghiencuu"}


@dataclass(frozen=True)
class Cast:
    """The office of the demonstration and its people, by user name."""

    office: Unit
    people: dict[str, User]

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    @cached_property
    def council(self) -> list[User]:
        return [self["uyvien1"], self["uyvien2"]]


def engage(at: dt.datetime) -> Cast:
    """Open the office and the accounts; the first administrator is opened by nobody."""
    office = Unit.objects.create(
        code="vp-minh-hoa",
        name="Phòng Lý luận chính trị – Lịch sử Đảng (minh hoạ)",
        kind=Kind.OFFICE,
        level=Level.PROVINCE,
        parent=Unit.objects.filter(code="vn-68-2025").first(),
        valid_from=dt.date(2025, 7, 1),
    )
    name, role = ACCOUNTS["quantri"]
    first = User.objects.create_user(
        "quantri", password=PASSWORD, full_name=name, office=office, is_demonstration=True
    )
    RoleGrant.objects.create(user=first, role=role)
    journal.record(
        actor=None, act="access.account.opened", subject=first, at=at, after={"roles": [role]}
    )
    people = {"quantri": first}
    for username, (name, role) in ACCOUNTS.items():
        if username not in people:
            people[username] = staff.open_account(
                actor=first,
                username=username,
                full_name=name,
                email="",
                password=PASSWORD,
                office=None if username in _OUTSIDE else office,
                roles=[role],
                at=at,
                is_demonstration=True,
            )
    return Cast(office, people)
