"""Entering rules at the desk: versions, procedures of the office's own, competent bodies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.journal.models import Entry
from archive.vetting.actions.procedures import new_version
from archive.vetting.models import Procedure, ProvisionKind
from archive.vetting.rules import rules_of
from archive.vetting.steps import Refused

EDIT = "/desk/vetting/procedures/HD90-2021/1/edit/"
COPY = "/desk/vetting/procedures/HD90-2021/1/copy/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def filled(client: Client, address: str) -> dict[str, Any]:
    """Return what the form posts when nothing is touched."""
    page = client.get(address)
    assert page.status_code == 200
    form, demands = page.context["form"], page.context["demands"]
    fields = [field for row in (form, demands.management_form, *demands) for field in row]
    values = {field.html_name: field.value() for field in fields}
    return {name: "" if value is None else value for name, value in values.items()}


def row_of(posted: dict[str, Any], code: str) -> str:
    [name] = [name for name, value in posted.items() if name.endswith("-code") and value == code]
    return name.removesuffix("-code")


def test_a_new_version_leaves_the_old_and_its_rounds_alone(hanh: User) -> None:
    client = as_(hanh)
    posted = filled(client, EDIT)
    seats, papers = row_of(posted, "seats_max"), row_of(posted, "contract")
    changes = {
        f"{seats}-value": "7",
        f"{seats}-basis": "Quyết định 1-QĐ (minh hoạ)",
        f"{papers}-label": "",
    }
    assert client.post(EDIT, posted | changes).status_code == 302
    old, new = (Procedure.objects.get(code="HD90-2021", version=n) for n in (1, 2))
    assert rules_of(old).figure(ProvisionKind.COUNCIL, "seats_max") == 9
    assert rules_of(new).figure(ProvisionKind.COUNCIL, "seats_max") == 7
    assert rules_of(new).find(ProvisionKind.PAPER, "contract") is None
    assert len(rules_of(new).provisions) == len(rules_of(old).provisions) - 1
    assert Entry.objects.about(new).get().after["version"] == 2
    # The editor who began from the first version is told.
    again = client.post(EDIT, posted)
    assert again.status_code == 422


def test_words_the_program_heeds_are_chosen_and_read_in_ones_own_language(hanh: User) -> None:
    client = as_(hanh)
    page = client.get(EDIT)
    text = page.content.decode()
    assert "<strong>bắt buộc</strong>" in text and "<strong>tất cả</strong>" in text
    assert "<strong>required</strong>" not in text and "<strong>all</strong>" not in text
    client.cookies["django_language"] = "en"
    english = client.get(EDIT).content.decode()
    assert "The council meets and minutes are kept: <strong>required</strong>" in english
    posted = filled(client, EDIT)
    meeting, late = row_of(posted, "meeting"), row_of(posted, "late")
    assert posted[f"{meeting}-value"] == "required"
    assert client.post(EDIT, posted | {f"{late}-value": "refuse"}).status_code == 302
    new = rules_of(Procedure.objects.get(code="HD90-2021", version=2))
    assert (new.word("meeting"), new.word("late")) == ("required", "refuse")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("late", {"value": "bắt buộc"}),
        ("seats_max", {"value": "chín"}),
        ("seats_max", {"value": "2"}),
        ("seats_max", {"basis": " "}),
        ("outline", {"code": "boards"}),
        ("not_passed", {"code": "lost"}),
        ("quorum", {"value": "-1"}),
    ],
)
def test_what_cannot_be_a_rule_is_refused_in_words(
    hanh: User, code: str, changes: dict[str, str]
) -> None:
    client = as_(hanh)
    posted = filled(client, EDIT)
    row = row_of(posted, code)
    answer = client.post(EDIT, posted | {f"{row}-{name}": value for name, value in changes.items()})
    assert answer.status_code == 422 or answer.context["demands"].errors
    assert Procedure.objects.filter(code="HD90-2021").count() == 1


def test_a_procedure_of_the_offices_own(hanh: User) -> None:
    client = as_(hanh)
    posted = filled(client, COPY) | {"name": "Quy trình riêng (minh hoạ)", "valid_from": ""}
    assert client.post(COPY, posted | {"code": "hd90-2021"}).status_code == 422
    assert client.post(COPY, posted | {"code": "rieng-2026"}).status_code == 302
    made = Procedure.objects.get(code="RIENG-2026")
    original = Procedure.objects.get(code="HD90-2021")
    assert (made.version, made.subject_kind) == (1, original.subject_kind)
    assert len(rules_of(made).provisions) == len(rules_of(original).provisions)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form-TOTAL_FORMS": ""}, "mở lại trang"),
        ({"form-INITIAL_FORMS": "x"}, "mở lại trang"),
        ({"form-TOTAL_FORMS": "201"}, "mở lại trang"),
        ({"form-0-kind": "<i>"}, "mở lại trang"),
        ({"form-0-label": "Dài " * 200}, "các yêu cầu đang mở"),
        ({"form-0-code": "không phải mã"}, "các yêu cầu đang mở"),
    ],
)
def test_why_nothing_was_entered_is_said_above_the_folded_demands(
    hanh: User, changes: dict[str, str], said: str
) -> None:
    client = as_(hanh)
    answer = client.post(EDIT, filled(client, EDIT) | changes)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].non_field_errors())
    assert Procedure.objects.filter(code="HD90-2021").count() == 1


def test_only_an_administrator_enters_rules(
    an: User, binh: User, dung: User, now: dt.datetime
) -> None:
    for person in (an, binh, dung):
        for address in (EDIT, COPY):
            assert as_(person).get(address).status_code == 403
        with pytest.raises(Refused):
            new_version(
                actor=person,
                procedure=Procedure.objects.get(code="HD90-2021"),
                columns={},
                demands=[],
                at=now,
            )
