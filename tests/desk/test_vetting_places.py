"""Comments placed on what is vetted: on a page, on a moment; and what a reader of it never gets."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.access.models import Seal
from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record, Segment, Transcript
from archive.files.models import Derivative, Family, Master
from archive.units.models import Unit
from archive.vetting import actions
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import Comment, Procedure, Round, SeatRole

WRITTEN = {"kind": "date", "weight": "must", "text": "Ngày này chưa khớp"}


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def members(db: None) -> list[User]:
    people = [User.objects.create_user(username=name) for name in ("khoa", "lan")]
    RoleGrant.objects.bulk_create(RoleGrant(user=p, role=Role.COUNCIL_MEMBER) for p in people)
    return people


@pytest.fixture
def record(make_record: Any, an: User, now: dt.datetime) -> Record:
    """Three pages, the second sealed, and two stretches of speech, the second sealed."""
    record = make_record(title="Lời kể về chi bộ đầu tiên", created_by=an)
    for number in (1, 2, 3):
        master = Master.objects.create(
            digest=hashlib.sha256(str(number).encode()).hexdigest(), size=1, family=Family.IMAGE,
            media_type="image/jpeg", original_name="trang.jpg", stored_at=now,
        )  # fmt: skip
        Derivative.objects.create(
            master=master, role=Derivative.Role.PAGE_IMAGE, path=f"{number}.webp", digest="0" * 64,
            media_type="image/webp", size=1, recipe="page/1", made_at=now,
        )  # fmt: skip
        record.pages.create(number=number, master=master, text=f"Trang {number}: năm 1930")
    transcript = Transcript.objects.create(record=record, made_at=now)
    for n, text in enumerate(("Tôi vào Đảng năm 1947.", "Điều này xin giữ kín.")):
        Segment.objects.create(
            transcript=transcript, position=n, start_ms=n * 10_000, end_ms=n * 10_000 + 9_000,
            text=text,
        )  # fmt: skip
    sealed: dict[str, Any] = {"record": record, "reason": "Chưa được phép"}
    Seal.objects.create(**sealed, from_page=2, to_page=2)
    Seal.objects.create(**sealed, from_ms=10_000, to_ms=19_000)
    return record


@pytest.fixture
def round_(
    record: Record, an: User, binh: User, members: list[User], office: Unit, now: dt.datetime
) -> Round:
    today = timezone.localdate(now)
    request = Request(
        procedure=Procedure.objects.get(code="TU-LIEU"), body=office, requested_on=today
    )
    round_ = actions.submit_record(actor=an, record=record, request=request, at=now)
    roles = (SeatRole.CHAIR, SeatRole.REVIEWER)
    return actions.form_council(
        actor=binh,
        round=round_,
        decision=Decision(number="1-QĐ", on=today, signatory="Bình"),
        sittings=[Sitting(person=p, role=r) for p, r in zip(members, roles, strict=True)],
        at=now,
    )


def page_address(round_: Round, number: int) -> str:
    return reverse("desk:vetting_read_page", args=[round_.code, number])


def sound_address(round_: Round) -> str:
    return reverse("desk:vetting_read_recording", args=[round_.code])


def test_a_box_on_a_page_is_kept_and_its_comment_leads_back_to_it(
    round_: Round, members: list[User]
) -> None:
    reader = as_(members[0])
    answer = reader.post(
        page_address(round_, 3), WRITTEN | {"box": "percent:10,20.5,30,4", "quote": "năm 1930"}
    )
    comment = Comment.objects.get()
    assert (comment.page, comment.box, comment.quote) == (3, "percent:10,20.5,30,4", "năm 1930")
    assert (
        answer["Location"]
        == comment.get_absolute_url()
        == f"{page_address(round_, 3)}#c{comment.pk}"
    )
    page = reader.get(answer["Location"]).content.decode()
    assert f'id="c{comment.pk}"' in page
    assert '<rect class="placing__box placing__box--must" x="10.0%" y="20.5%"' in page
    overview = reader.get(reverse("desk:vetting_read", args=[round_.code])).content.decode()
    assert comment.get_absolute_url() in overview


def test_a_comment_of_somebody_else_is_not_dropped_and_not_said_to_be(
    round_: Round, members: list[User]
) -> None:
    as_(members[0]).post(page_address(round_, 3), WRITTEN)
    comment = Comment.objects.get()
    drop = reverse("desk:vetting_drop", args=[round_.code, comment.pk])
    answer = as_(members[1]).post(drop, follow=True)
    assert "Bạn không rút được góp ý này" in answer.content.decode()
    assert "/read/" not in answer.redirect_chain[-1][0], "where others comment is theirs to tell"
    assert Comment.objects.exists()
    as_(members[0]).post(drop)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("box", ["10,20,30", "0,0,0,0", "90,0,20,5", "<script>"])
def test_what_is_no_box_is_refused_with_the_reason(
    round_: Round, members: list[User], box: str
) -> None:
    answer = as_(members[0]).post(page_address(round_, 1), WRITTEN | {"box": box})
    assert answer.status_code == 422
    assert "Ghi bốn số" in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_stretch_of_the_recording_is_kept(round_: Round, members: list[User]) -> None:
    reader = as_(members[0])
    answer = reader.post(
        sound_address(round_), WRITTEN | {"seconds": "0:02.5", "until": "0:04", "quote": "1947"}
    )
    comment = Comment.objects.get()
    assert (comment.at_ms, comment.until_ms) == (2500, 4000)
    page = reader.get(answer["Location"]).content.decode()
    assert "00:02–00:04" in page
    assert page.index("Tôi vào Đảng năm 1947.") < page.index(f'id="c{comment.pk}"')
    # Without a script: the link beside a sentence fills in where it begins and ends.
    page = reader.get(f"{sound_address(round_)}?from=0&to=9000").content.decode()
    assert 'value="00:09.000"' in page


@pytest.mark.parametrize(("seconds", "until"), [("0:09", "0:02"), ("", "0:02"), ("0:02", "0:02")])
def test_a_stretch_that_ends_before_it_begins_is_refused(
    round_: Round, members: list[User], seconds: str, until: str
) -> None:
    answer = as_(members[0]).post(
        sound_address(round_), WRITTEN | {"seconds": seconds, "until": until}
    )
    assert answer.status_code == 422
    assert "kết thúc trước khi bắt đầu" in answer.content.decode()


def test_what_is_sealed_stays_sealed_to_a_reviewer(round_: Round, members: list[User]) -> None:
    reader = as_(members[0])
    assert reader.get(page_address(round_, 1)).status_code == 200
    for number in (2, 4, 0):
        assert reader.get(page_address(round_, number)).status_code == 404
        assert reader.post(page_address(round_, number), WRITTEN).status_code == 404
    overview = reader.get(reverse("desk:vetting_read", args=[round_.code])).content.decode()
    assert page_address(round_, 1) in overview
    assert page_address(round_, 2) not in overview
    # Without a consent nothing of what is said is open; with the office's own eyes it is.
    assert "xin giữ kín" not in reader.get(sound_address(round_)).content.decode()


def test_nobody_reads_anothers_draft_and_the_outsider_gets_nothing(
    round_: Round, members: list[User], an: User, dung: User, giang: User, client: Client
) -> None:
    as_(members[0]).post(page_address(round_, 1), WRITTEN | {"box": "1,1,5,5"})
    for other in (members[1], an):
        page = as_(other).get(page_address(round_, 1)).content.decode()
        assert WRITTEN["text"] not in page
        assert "placing__box" not in page
    for address in (page_address(round_, 1), sound_address(round_)):
        assert client.get(address).status_code == 302
        for outsider in (dung, giang):
            assert as_(outsider).get(address).status_code == 404
            assert as_(outsider).post(address, WRITTEN).status_code == 404
    assert Comment.objects.count() == 1


def test_a_seat_that_was_given_up_reads_nothing_more(
    round_: Round, members: list[User], binh: User, hanh: User, now: dt.datetime
) -> None:
    actions.replace_member(
        actor=binh,
        round=round_,
        seat_left=round_.seats.get(person=members[1]),
        sitting=Sitting(person=hanh, role=SeatRole.REVIEWER),
        decision=Decision(number="2-QĐ", on=timezone.localdate(now), signatory="Bình"),
        reason="Chuyển công tác",
        at=now,
    )
    assert as_(members[1]).get(page_address(round_, 1)).status_code == 404


def test_the_frozen_page_is_shown_wherever_it_stands_now(
    round_: Round, record: Record, members: list[User]
) -> None:
    """The pages are turned round and a text is corrected after the round began."""
    first, third = record.pages.get(number=1), record.pages.get(number=3)
    for page, number in ((first, 9), (third, 1), (first, 3)):
        page.number = number
        page.save(update_fields=["number"])
    record.pages.filter(number=3).update(text="Trang 1: năm 1931")
    shown = as_(members[0]).get(page_address(round_, 1)).content.decode()
    assert "Trang 1: năm 1931" in shown
    assert "Văn bản của trang này đã thay đổi" in shown
    assert "đã thay đổi" not in as_(members[0]).get(page_address(round_, 3)).content.decode()


def test_a_page_stands_in_the_list_with_its_own_picture_or_none(
    round_: Round, record: Record, members: list[User], now: dt.datetime
) -> None:
    """One page has a small picture and is put elsewhere after the round began."""
    first = record.pages.select_related("master").get(number=1)
    Derivative.objects.create(
        master=first.master, role=Derivative.Role.THUMBNAIL, path="1-small.webp", digest="1" * 64,
        media_type="image/webp", size=1, recipe="thumbnail/1", made_at=now,
    )  # fmt: skip
    first.number = 9
    first.save(update_fields=["number"])
    shown = as_(members[0]).get(reverse("desk:vetting_read", args=[round_.code])).context["leaves"]
    assert shown == [(1, reverse("public:page_thumbnail", args=[record.code, 9])), (3, "")]
