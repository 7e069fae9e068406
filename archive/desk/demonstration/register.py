"""Whom the demonstration's office wants to hear: a register, an appointment, a campaign."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from archive.collecting import actions as collecting
from archive.collecting.models import Status, Witness
from archive.collecting.models.witnesses import Degree
from archive.desk.demonstration.cast import Cast

# Numbers follow on from the witness of the spoken interview, who is number 1.
WITNESSES: list[dict[str, Any]] = [
    {
        "name": "Nhân chứng minh hoạ số 2",
        "born_written": "khoảng năm 1932",
        "posts": "Giao liên vùng căn cứ (minh hoạ), 1962–1968",
        "witnessed": "Đường dây giao liên qua rừng thông (minh hoạ)",
        "languages": "Kinh, K'ho",
        "frailty": Degree.CLEARLY,
        "forgetting": Degree.LITTLE,
        "alone_knows": Degree.SEVERELY,
    },
    {
        "name": "Nhân chứng minh hoạ số 3",
        "born_written": "1938",
        "posts": "Du kích xã (minh hoạ), 1965–1972",
        "witnessed": "Sưu tầm tư liệu sau năm 1975 (minh hoạ)",
        "languages": "Kinh",
        "frailty": Degree.SEVERELY,
        "forgetting": Degree.SEVERELY,
        "alone_knows": Degree.CLEARLY,
    },
    {
        "name": "Nhân chứng minh hoạ số 4",
        "born_written": "thập niên 1940",
        "posts": "Cán bộ văn phòng huyện (minh hoạ)",
        "witnessed": "",
        "languages": "Kinh, Mạ",
        "alone_knows": Degree.LITTLE,
    },
    {
        "name": "Nhân chứng minh hoạ số 5",
        "born_written": "1929",
        "posts": "Cơ sở cách mạng (minh hoạ)",
        "witnessed": "",
        "languages": "Kinh",
        "status": Status.DECLINED,
    },
]


def fill_register(cast: Cast) -> None:
    """Enter the witnesses, appoint one of them, and open a campaign for those still to be met."""
    now = timezone.now()
    collector = cast["suutam"]
    witnesses = [_enter(cast, facts, now) for facts in WITNESSES]
    collecting.appoint(
        actor=collector,
        witness=witnesses[1],
        interviewer=collector,
        starts_at=(now + dt.timedelta(days=5)).replace(minute=0, second=0, microsecond=0),
        at=now,
        place="Nhà riêng (minh hoạ)",
        mandate_number="02-CV/MH",
        mandate_on=timezone.localdate(now),
        mandate_signatory="Trưởng phòng (minh hoạ)",
        equipment="Máy ghi âm\nPin dự phòng\nPhiếu đồng ý",
    )
    collecting.open_campaign(
        actor=collector,
        office=cast.office,
        title="Sưu tầm tư liệu từ nhân chứng, đợt minh hoạ",
        witnesses=witnesses[:3],
        due_on=timezone.localdate(now) + dt.timedelta(days=90),
        at=now,
    )


def _enter(cast: Cast, facts: dict[str, Any], at: dt.datetime) -> Witness:
    return collecting.enter_witness(
        actor=cast["suutam"],
        office=cast.office,
        facts=facts,
        private={"notes": "Ghi chú riêng minh hoạ: chỉ cán bộ sưu tầm đọc được."},
        at=at,
        is_demonstration=True,
    )
