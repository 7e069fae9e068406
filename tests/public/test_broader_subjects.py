"""Under a broader subject stands what is under its narrower ones, to whoever may see that."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.catalogue import actions, authorities
from archive.catalogue import authority_control as control
from archive.catalogue.models import AccessLevel, Record, Subject
from archive.search import actions as search
from archive.search import index
from archive.search.changes import indexed_under

ABOVE, MIDDLE, BELOW, SECRET = "Kháng chiến", "Vận tải", "Dân công", "Mật mã"


@pytest.fixture
def thesaurus(make_record: Any, an: User, now: dt.datetime) -> list[Record]:
    """Two open records under a subject two steps down, one closed under a subject of its own."""
    subjects = authorities.subjects_named([ABOVE, MIDDLE, BELOW, SECRET, "Cơ yếu"])
    named = {subject.name: subject for subject in subjects}
    records = [make_record(released=AccessLevel.PUBLIC) for _ in range(2)] + [make_record()]
    for record, said in zip(records, ([BELOW], [BELOW, MIDDLE], [SECRET]), strict=True):
        actions.describe_record(actor=an, record=record, version=1, at=now, subjects=said)
    for name, broader in ((BELOW, MIDDLE), (MIDDLE, ABOVE), (SECRET, "Cơ yếu")):
        _put_under(named[name], named[broader], an, now)
    return records


def _put_under(subject: Subject, broader: Subject | None, an: User, now: dt.datetime) -> None:
    control.describe_subject(
        actor=an, subject=subject, name=subject.name, note="", broader=broader, at=now
    )


def _choices(client: Client) -> dict[str, int]:
    facets = client.get("/records/").context["facets"]
    return {
        choice.label: choice.count
        for facet in facets
        if facet.name == "subject"
        for choice in facet.choices
    }


def _listed(client: Client, address: str) -> list[str]:
    return [entry.name for entry in client.get(address).context["page"].object_list]


def test_it_is_offered_and_finds_what_is_below(
    client: Client, thesaurus: list[Record], an: User, now: dt.datetime
) -> None:
    assert _choices(client) == {ABOVE: 2, MIDDLE: 2, BELOW: 2}
    assert _listed(client, "/subjects/") == [BELOW, ABOVE, MIDDLE]
    broader = Subject.objects.get(name=ABOVE)
    found = client.get(f"/records/?subject={broader.slug}").context["page"]
    assert found.paginator.count == 2
    page = client.get(broader.get_absolute_url())
    assert page.context["page"].paginator.count == 2
    assert [each.name for each in page.context["narrower"]] == [MIDDLE]
    # What is taken out from under it counts for it no more.
    _put_under(Subject.objects.get(name=MIDDLE), None, an, now)
    assert _choices(client) == {MIDDLE: 2, BELOW: 2}
    assert client.get(f"/records/?subject={broader.slug}").context["page"].paginator.count == 0
    assert client.get(broader.get_absolute_url()).status_code == 404


def test_what_stands_above_a_closed_record_alone_is_as_closed(
    client: Client, thesaurus: list[Record], an: User
) -> None:
    above = Subject.objects.get(name="Cơ yếu")
    assert client.get(above.get_absolute_url()).status_code == 404
    assert "Cơ yếu" not in client.get("/subjects/").content.decode()
    staff = Client()
    staff.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert _choices(staff)["Cơ yếu"] == 1
    assert "Cơ yếu" in _listed(staff, "/desk/names/subjects/")
    assert staff.get(f"/desk/names/subjects/{above.slug}/").status_code == 200


def test_the_index_finds_it_under_the_broader_one(
    thesaurus: list[Record], an: User, now: dt.datetime
) -> None:
    search.rebuild_index()
    broader = Subject.objects.get(name=ABOVE)

    def under() -> set[int]:
        return indexed_under(index.open_index().reader, "subject", [str(broader.pk)])

    assert under() == {record.pk for record in thesaurus[:2]}
    _put_under(Subject.objects.get(name=MIDDLE), None, an, now)
    search.follow_journal()
    assert under() == set()
