"""The exported dossier: what it holds, and that no part of it is altered unnoticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from docx import Document

from archive.accounts.models import User
from archive.vetting import actions
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting as Meeting
from archive.vetting.dossier.bag import write_bag
from archive.vetting.dossier.contents import last_link
from archive.vetting.dossier.verify import faults, next_link
from archive.vetting.dossier.whole import whole_dossier
from archive.vetting.models import CommentKind, Round, Verdict

SAID = "Ghi rõ tháng theo biên bản \x0b\ufffe"


@pytest.fixture
def concluded(
    under_way: Round, em: User, council: list[User], now: dt.datetime, today: dt.date
) -> Round:
    remark = Remark(text=SAID, kind=CommentKind.DATE, paragraph=2)
    actions.add_comment(actor=council[2], round=under_way, remark=remark, at=now)
    for member in council[:5]:
        actions.hand_in_opinion(
            actor=member,
            round=under_way,
            points={"party_character": "Bảo đảm"},
            text=f"Ý kiến của {member.full_name}",
            verdict=Verdict.NOT_PASSED,
            at=now,
        )
    seats = list(under_way.seats.all())
    meeting = actions.record_meeting(
        actor=em,
        round=under_way,
        sitting=Meeting(held_on=today, minutes="Hội đồng thảo luận", present=seats),
        at=now,
    )
    actions.count_ballot(
        actor=em,
        round=under_way,
        meeting=meeting,
        question="Thông qua",
        counts={Verdict.VETTED: 1, Verdict.NOT_PASSED: 4},
        spoilt=0,
        envelope="Phong bì 3",
        at=now,
    )
    finding = Finding(
        verdict=Verdict.NOT_PASSED, number="5-KL", on=today, signatory="UV0", text="Chưa đạt"
    )
    actions.conclude(actor=council[0], round=under_way, finding=finding, at=now)
    under_way.refresh_from_db()
    return under_way


@pytest.fixture
def bag(concluded: Round, tmp_path: Path, now: dt.datetime) -> Path:
    path = tmp_path / "dossier.zip"
    with path.open("wb") as target:
        write_bag(concluded, target, at=now)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name, body in parts.items():
            packed.writestr(name, body)


def test_it_is_whole_by_three_tools(bag: Path, concluded: Round, tmp_path: Path) -> None:
    [name] = [name for name in parts_of(bag) if "manuscript-vetted" in name]
    assert hashlib.sha256(parts_of(bag)[name]).hexdigest() == concluded.frozen_digest
    with zipfile.ZipFile(bag) as packed:
        packed.extractall(tmp_path)
    root = tmp_path / concluded.code
    assert bagit.Bag(str(root)).is_valid()
    link = last_link(concluded)
    alone = [sys.executable, "-I", str(root / "verify.py"), str(bag), link]
    assert subprocess.run(alone, capture_output=True, text=True).stdout == "OK\n"
    call_command("verify_dossier", str(bag), link=link, stdout=io.StringIO())


def test_every_part_altered_taken_out_or_added_is_noticed(bag: Path) -> None:
    whole = parts_of(bag)
    assert len(whole) >= 10
    for name, body in whole.items():
        inside = name.split("/", 1)[1]
        pack(bag, whole | {name: body + b" "})
        if inside != "tagmanifest-sha256.txt":  # a blank at its end changes nothing it says
            assert faults(str(bag)), inside
        pack(bag, {other: body for other, body in whole.items() if other != name})
        assert faults(str(bag)), inside
    root = next(iter(whole)).split("/")[0]
    pack(bag, whole | {f"{root}/data/extra.txt": b"x"})
    assert faults(str(bag)) == ["not in the manifest: data/extra.txt"]
    pack(bag, whole)
    assert faults(str(bag)) == []


Alter = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def _reworded(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries[0]["note"] = "khác"
    return entries


def _linked(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    link = ""
    for entry in entries:
        link = next_link(link, entry["digest"])
        entry["link"] = link
    return entries


FORGERIES: dict[str, Alter] = {
    "reworded": _reworded,
    "begins later": lambda entries: entries[1:],
    "one left out": lambda entries: [*entries[:1], *entries[2:]],
    "exchanged": lambda entries: [entries[1], entries[0], *entries[2:]],
    "cut short": lambda entries: entries[:-1],
    "linked anew": lambda entries: _linked([*entries[:1], *entries[2:]]),
}


def test_a_journal_made_to_fit_the_manifest_is_noticed_all_the_same(bag: Path) -> None:
    whole = parts_of(bag)
    [name] = [name for name in whole if name.endswith("journal.jsonl")]
    for what, alter in FORGERIES.items():
        entries = [json.loads(line) for line in whole[name].decode().splitlines()]
        changed = "".join(json.dumps(entry) + "\n" for entry in alter(entries)).encode()
        pack(bag, _fitting(whole, {name: changed}))
        assert any("journal" in fault for fault in faults(str(bag))), what


def test_whoever_noted_the_last_link_notices_a_bag_made_anew(bag: Path, concluded: Round) -> None:
    whole = parts_of(bag)
    [name] = [name for name in whole if name.endswith("journal.jsonl")]
    [facts_name] = [name for name in whole if name.endswith("round.json")]
    entries = [json.loads(line) for line in whole[name].decode().splitlines()][:-1]
    facts = json.loads(whole[facts_name]) | {"journal_last_link": entries[-1]["link"]}
    changed = "".join(json.dumps(entry) + "\n" for entry in entries).encode()
    pack(bag, _fitting(whole, {name: changed, facts_name: json.dumps(facts).encode()}))
    assert faults(str(bag)) == []  # nothing in the bag itself can tell
    assert faults(str(bag), last_link(concluded)) == [
        "the journal does not end with the link that was noted"
    ]
    with pytest.raises(CommandError):
        call_command("verify_dossier", str(bag), link=last_link(concluded))


def _fitting(whole: dict[str, bytes], changes: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts with `changes`, every manifest computed anew as a forger would."""
    parts = whole | changes
    root = next(iter(whole)).split("/")[0]
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = parts[f"{root}/{manifest}"].decode().splitlines()
        names = [line.split("  ", 1)[1] for line in lines]
        parts[f"{root}/{manifest}"] = "".join(
            f"{hashlib.sha256(parts[f'{root}/{name}']).hexdigest()}  {name}\n" for name in names
        ).encode()
    return parts


def test_what_is_no_dossier_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for body in (b"", b"PK\x03\x04 broken", b"no zip at all"):
        path.write_bytes(body)
        [fault] = faults(str(path))
        assert fault.startswith("not a whole dossier")


def test_the_word_file_holds_the_whole_of_it(concluded: Round) -> None:
    document = Document(io.BytesIO(whole_dossier(concluded)))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    text = "\n".join([*cells, *(p.text for p in document.paragraphs)])
    for part in (
        "Ghi rõ tháng", "Ý kiến của UV3", "Hội đồng thảo luận", "Phong bì 3", "5-KL",
        concluded.frozen_digest, "Chưa tìm thấy trong nguồn", last_link(concluded),
    ):  # fmt: skip
        assert part in text, part


def test_a_secret_ballot_leads_to_nobody_in_journal_or_export(
    concluded: Round, bag: Path, council: list[User]
) -> None:
    whole = parts_of(bag)
    [journal] = [body for name, body in whole.items() if name.endswith("journal.jsonl")]
    entries = [json.loads(line) for line in journal.decode().splitlines()]
    [counted] = [entry for entry in entries if entry["act"] == "vetting.round.ballot_counted"]
    assert counted["after"]["counts"] == {"vetted": 1, "not_passed": 4}
    members = {member.pk for member in council}
    assert counted["actor_id"] not in members
    [facts] = [json.loads(body) for name, body in whole.items() if name.endswith("round.json")]
    assert set(facts["ballots"][0]) == {"question", "spoilt", "envelope", "slips"}
    assert facts["ballots"][0]["slips"] == sorted(facts["ballots"][0]["slips"])


def test_only_the_body_takes_it_out(
    concluded: Round, em: User, trung: User, dung: User, giang: User, council: list[User]
) -> None:
    for name in ("vetting_whole", "vetting_packings", "vetting_report"):
        address = reverse(f"desk:{name}", args=[concluded.code])
        for user, status in (
            (em, 200), (council[0], 200), (council[2], 404), (trung, 404), (dung, 404),
            (giang, 404),
        ):  # fmt: skip
            client = Client()
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            answer = client.get(address)
            answer.getvalue()  # read to its end, it closes what it read from
            assert answer.status_code == status, (name, user)
        assert Client().get(address).status_code == 302
