"""What several journeys do: bring, enter, allow, transcribe, vet, release, and look for it."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from archive.desk.demonstration import stock
from archive.values.timecodes import format_timecode
from tests.journeys.conftest import Running
from tests.journeys.people import File, Page, Person, query

EVERYTHING = (
    "recording", "archiving", "research", "audio", "transcript", "name", "image", "teaching",
)  # fmt: skip


def free_files(page: Page) -> dict[str, str]:
    """Return the files a record can be made of: name → value of its box."""
    boxes = re.findall(r'name="chosen" value="(\d+)"[^>]*>\s*([^<]+?)\s*<', page.text)
    return {name: value for value, name in boxes}


def make_record(
    archivist: Person, address: str, code: str, kind: str, title: str, names: list[str]
) -> None:
    free = free_files(archivist.get(address))
    answer = archivist.submit(
        address, code=code, kind=kind, title=title, chosen=[free[name] for name in names]
    )
    assert answer.address.endswith(f"/desk/records/{code}/")


def allow(collector: Person, code: str, paper: File, **more: str) -> None:
    """Enter a consent to everything with its signed form."""
    ticked: dict[str, Any] = {f"allow_{scope}": "on" for scope in EVERYTHING}
    page = collector.get(f"/desk/interviews/{code}/consents/new/")
    [witness] = re.findall(r'<option value="(\d+)"[^>]*>' + stock.WITNESS, page.text)
    collector.submit(
        f"/desk/interviews/{code}/consents/new/",
        files=[("paper", paper)],
        witness=witness,
        given_on=timezone.localdate().isoformat(),
        form_version="NC-01",
        **(ticked | more),
    )


def bring_transcript(collector: Person, code: str) -> None:
    """Bring in a typed transcript: text with time codes, as a typist hands it in."""
    typed = "\n".join(
        f"[{format_timecode(each['start_ms'], hours=True, millis=True)}]"
        f" {each['speaker']}: {each['text']}"
        for each in stock.said()
    )
    answer = collector.submit(
        f"/desk/interviews/{code}/",
        files=[("file", ("loi-ke.txt", typed.encode()))],
        kind="verbatim",
        language="vi",
    )
    assert "12 đoạn" in answer.words(), answer.words()[:600]


def vet(running: Running, code: str) -> None:
    """Ask for vetting, form the council, hear both members, conclude."""
    today = timezone.localdate().isoformat()
    submitted = running.person("luutru").submit(
        f"/desk/vetting/submit/record/{code}/",
        requested_on=today,
        number="01-PĐN",
        empowered_by="Quyết định 01-QĐ (minh hoạ)",
        empowered_on=today,
    )
    round_ = submitted.address.rstrip("/").rpartition("/")[2]
    form_council(running, round_, today)
    for member in ("uyvien1", "uyvien2"):
        running.person(member).submit(
            f"/desk/vetting/rounds/{round_}/opinion/",
            text="Nguồn rõ, nội dung đầy đủ.",
            verdict="vetted",
            hand_in="1",
        )
    running.person("uyvien1").submit(
        f"/desk/vetting/rounds/{round_}/conclude/",
        verdict="vetted",
        number="01-KL",
        on=today,
        signatory="Chủ tịch Hội đồng (minh hoạ)",
        text="Đồng ý công bố.",
    )


def form_council(running: Running, round_: str, today: str) -> None:
    head = running.person("thamdinh")
    address = f"/desk/vetting/rounds/{round_}/council/"
    options = re.findall(r'<option value="(\d+)"[^>]*>([^<]+)</option>', head.get(address).text)
    people = {name: value for value, name in options}
    head.submit(
        address,
        number="02-QĐ",
        on=today,
        signatory="Lãnh đạo (minh hoạ)",
        **{
            "form-0-person": people["Ủy viên minh hoạ số 1"],
            "form-0-role": "chair",
            "form-1-person": people["Ủy viên minh hoạ số 2"],
            "form-1-role": "reviewer",
        },
    )


def release(running: Running, code: str) -> None:
    head = running.person("truongphong")
    head.submit(f"/desk/records/{code}/", level="public", basis_number="03-QĐ")


def hit(visitor: Person, words: str, where: str) -> str:
    """Return the link of a search for `words` that leads to `where`, empty while there is none."""
    page = visitor.get("/search/" + query(q=words))
    assert page.status == 200
    links = re.findall(r'href="(/records/[^"]+/[pt]/\d+[^"]*)"', page.text)
    return next((link for link in links if where in link), "")
