"""A bag is judged by other people's tools, and holds what another archive needs."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bagit
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from archive.catalogue.models import Collection, FormerCode, Record
from archive.files.models import Derivative, Master
from archive.interop.bags.contents import bytes_of
from archive.journal.models import Entry
from tests.files.buckets import new_bucket
from tests.interop.schemas.reading import faults, read, tree_of

PREMIS = "{http://www.loc.gov/premis/v3}"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def export(code: str, folder: Path, **options: Any) -> str:
    printed = io.StringIO()
    call_command("export_bag", code, str(folder), stdout=printed, **options)
    return printed.getvalue()


def told(root: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((root / "description.json").read_text())
    return said


def valid(folder: Path) -> bagit.Bag:
    bag = bagit.Bag(str(folder))
    bag.validate()
    check = ["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"]
    subprocess.run(check, cwd=folder, check=True)
    return bag


def test_a_record_goes_out_whole(report: Record, out: Path) -> None:
    said = export(report.code, out)
    folder = out / report.code
    bag = valid(folder)
    assert bag.version_info == (1, 0)
    root = folder / "data" / "records" / report.code
    # Two scans of one name to a disk that knows no case.
    assert {path.name: path.read_bytes() for path in (root / "masters").iterdir()} == {
        "Trang 1.TIF": b"II*\0 mot", "trang 1-2.tif": b"II*\0 hai",
    }  # fmt: skip
    assert (root / "pages" / "00001.txt").read_text() == "BÁO CÁO"
    assert b'CONTENT="B\xc3\x81O"' in (root / "pages" / "00001.alto.xml").read_bytes()
    described = told(root)
    assert described["title"] == report.title
    assert described["places"][0]["name"] == "Đà Lạt"
    assert [page["file"] for page in described["pages"]] == [
        "masters/Trang 1.TIF", "masters/Trang 1.TIF", "masters/trang 1-2.tif",
    ]  # fmt: skip
    assert described["access"]["open_to"] == "public"
    assert described["access"]["rights"] == "Không dùng vào mục đích thương mại"
    levels = json.loads((folder / "data" / "collections.json").read_text())
    assert [level["code"] for level in levels] == ["LD-P012", "LD-P012-H034"]
    tags = hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert tags in said
    assert list(out.iterdir()) == [folder]


def test_what_is_said_beside_the_files_is_valid(
    report: Record, interview: Record, fonds: Collection, out: Path
) -> None:
    export(fonds.code, out)
    for record in (report, interview):
        root = out / fonds.code / "data" / "records" / record.code
        mets = read(root / "mets.xml")
        assert faults("mets.xsd", mets) == []
        mods = tree_of(mets.find(".//{http://www.loc.gov/mods/v3}mods"))
        assert faults("mods.xsd", mods) == []
        assert faults("premis.xsd", read(root / "premis.xml")) == []


def test_the_files_that_mets_lists_are_there_with_their_digests(
    interview: Record, out: Path
) -> None:
    export(interview.code, out)
    root = out / interview.code / "data" / "records" / interview.code
    names = {"mets": "http://www.loc.gov/METS/", "xlink": "http://www.w3.org/1999/xlink"}
    mets = read(root / "mets.xml")
    hrefs = mets.xpath("//mets:file/mets:FLocat/@xlink:href", namespaces=names)
    assert "masters/B%C4%83ng%201_%20m%E1%BA%B7t%20A.wav" in hrefs
    for file in mets.iterfind(".//mets:file", names):
        [where] = file.xpath("mets:FLocat/@xlink:href", namespaces=names)
        body = (root / unquote(where)).read_bytes()
        assert hashlib.sha256(body).hexdigest() == file.get("CHECKSUM")
        assert str(len(body)) == file.get("SIZE")
    tape = mets.find(".//mets:div[@TYPE='recording']", names)
    assert len(tape) == 2  # the master, and the copy to listen to


def test_an_interview_goes_out_with_its_words_and_what_was_allowed(
    interview: Record, out: Path
) -> None:
    export(interview.code, out)
    folder = out / interview.code
    root = folder / "data" / "records" / interview.code
    assert (root / "transcripts" / "verbatim-vi.vtt").read_text().startswith("WEBVTT")
    assert "Rồi đi dân công." in (root / "transcripts" / "verbatim-vi.txt").read_text()
    assert (root / "papers" / "phieu.pdf").read_bytes() == b"%PDF"
    assert (root / "access" / "Băng 1_ mặt A.m4a").read_bytes() == b"ftyp M4A"
    described = told(root)
    [consent] = described["access"]["consents"]
    assert consent["conditions"] == "Chỉ để nghiên cứu"
    assert {each["scope"] for each in consent["allows"]} == {"research", "name"}
    assert described["access"]["seals"][0]["from_ms"] == 4000
    info = bagit.Bag(str(folder)).info
    assert info["Access-Conditions"] == [
        "not released to readers: 1 of 1 records",
        "sealed parts, kept from readers: 1; see access.seals of description.json",
        "consents of witnesses: 1; see access.consents of description.json",
    ]
    premis = (root / "premis.xml").read_text()
    assert "only after the death of the witness" in premis
    assert "sealed: 4000-9000 ms" in premis


def test_provenance_is_told_and_who_asked_for_access_is_not(report: Record, out: Path) -> None:
    export(report.code, out)
    root = out / report.code / "data" / "records" / report.code
    premis = read(root / "premis.xml")
    kinds = [each.text for each in premis.iter(f"{PREMIS}eventType")]
    assert sorted(kinds) == ["accession", "ingestion", "ingestion"]
    [accession] = [
        detail.text for detail in premis.iter(f"{PREMIS}eventDetail") if "12-QĐ" in detail.text
    ]
    assert accession == "Ghi sổ tư liệu (catalogue.record.registered); 12-QĐ 2026-04-30"
    assert "bạn đọc" not in (root / "premis.xml").read_text()
    assert "access.grant" not in (root / "premis.xml").read_text()


def test_copies_for_reading_can_be_left_out(interview: Record, out: Path) -> None:
    Path(storages["derivatives"].path("ab/tieng.m4a")).unlink()
    with pytest.raises(CommandError, match="renew_derivatives makes it anew"):
        export(interview.code, out)
    export(interview.code, out, masters_only=True)
    valid(out / interview.code)


def test_a_collection_has_all_below_it_and_nothing_else(
    report: Record, interview: Record, fonds: Collection, make_record: Any, out: Path
) -> None:
    make_record(title="Ở nơi khác")
    said = export(fonds.code, out)
    bag = valid(out / fonds.code)
    assert {path.name for path in (out / fonds.code / "data" / "records").iterdir()} == {
        report.code, interview.code,
    }  # fmt: skip
    assert bag.info["Access-Conditions"][:2] == [
        "open to everybody: 1 of 2 records", "not released to readers: 1 of 2 records",
    ]  # fmt: skip
    assert "2 records" in said
    [entry] = Entry.objects.about(fonds).filter(act="interop.bag.exported")
    assert entry.actor is None
    assert entry.after["records"] == 2
    assert entry.after["digest"] in said


def test_an_empty_collection_is_a_bag_too(fonds: Collection, out: Path) -> None:
    export(fonds.code, out)
    valid(out / fonds.code)


def test_nothing_is_overwritten(report: Record, out: Path) -> None:
    export(report.code, out)
    before = (out / report.code / "tagmanifest-sha256.txt").read_bytes()
    with pytest.raises(CommandError, match="nothing is overwritten"):
        export(report.code, out)
    assert (out / report.code / "tagmanifest-sha256.txt").read_bytes() == before
    assert Entry.objects.filter(act="interop.bag.exported").count() == 1


def test_what_a_killed_one_left_is_no_bag_and_is_named(report: Record, out: Path) -> None:
    left = out / f"{report.code}.unfinished"
    left.mkdir(parents=True)
    with pytest.raises(CommandError, match="was cut off, or is being written"):
        export(report.code, out)
    assert left.is_dir()
    assert not (out / report.code).exists()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "is missing in the storage"),
        (lambda path: path.write_bytes(b"II*\0 ha"), "has 7 bytes, not 8"),
        (lambda path: path.write_bytes(b"II*\0 bai"), "is altered"),
    ],
)
def test_a_damaged_master_fails_it_by_name(report: Record, out: Path, harm: Any, said: str) -> None:
    path = Path(storages["masters"].path(Master.objects.get(original_name="trang 1.tif").path))
    path.chmod(0o600)
    harm(path)
    with pytest.raises(CommandError, match=said) as failed:
        export(report.code, out)
    assert "trang 1.tif" in str(failed.value)
    assert list(out.iterdir()) == []
    assert not Entry.objects.filter(act="interop.bag.exported").exists()


def test_a_full_disk_is_said_before_and_noticed_on_the_way(
    report: Record, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = type("Usage", (), {"free": 1000})
    with monkeypatch.context() as patched:
        patched.setattr("shutil.disk_usage", lambda folder: full)
        with pytest.raises(CommandError, match="GB are needed"):
            export(report.code, out)

    def no_space(*args: Any, **facts: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.values.bags.Bag.add", no_space)
    with pytest.raises(CommandError, match="No space left on device"):
        export(report.code, out)
    assert list(out.iterdir()) == []


def test_codes_nobody_has_any_more_or_two_have(
    report: Record, make_record: Any, fonds: Collection, out: Path
) -> None:
    FormerCode.objects.create(code="LD-CU-0001", record=report)
    with pytest.raises(CommandError, match=f"the record that had it is {report.code} now"):
        export("LD-CU-0001", out)
    for code in ("KHONG-CO", "x" * 10_000, "../..", ""):
        with pytest.raises(CommandError, match="no record or collection"):
            export(code, out)
    make_record(code=fonds.code)
    with pytest.raises(CommandError, match="say which with --kind"):
        export(fonds.code, out)
    export(fonds.code, out, kind="record")
    assert (out / fonds.code / "data" / "records" / fonds.code).is_dir()


def test_a_withdrawn_record_goes_out_and_says_so(report: Record, now: Any, out: Path) -> None:
    Record.objects.update(released_at=None, withdrawn_at=now, withdrawn_reason="Có khiếu nại")
    export(report.code, out)
    info = valid(out / report.code).info
    assert info["Access-Conditions"] == "withdrawn from readers: 1 of 1 records"


def test_lines_in_a_title_begin_no_field_of_their_own(report: Record, out: Path) -> None:
    Record.objects.update(title="Một\r\nPayload-Oxum: 1.1\nhai\u2028ba")
    export(report.code, out)
    info = valid(out / report.code).info
    assert info["External-Description"] == "Một Payload-Oxum: 1.1 hai ba"
    assert info["Payload-Oxum"] != "1.1"


@pytest.mark.once
def test_masters_are_read_out_of_a_bucket(
    s3: str, settings: Any, report: Record, out: Path
) -> None:
    bodies = {master.path: master for master in Master.objects.all()}
    on_disk = storages["masters"]
    place = new_bucket(s3)
    settings.STORAGES = {**settings.STORAGES, "masters": place}
    for path in bodies:
        with on_disk.open(path) as file:
            storages["masters"].save(path, file)
    export(report.code, out)
    root = out / report.code / "data" / "records" / report.code
    assert (root / "masters" / "Trang 1.TIF").read_bytes() == b"II*\0 mot"
    valid(out / report.code)
    settings.STORAGES["masters"]["OPTIONS"]["endpoint_url"] = "http://127.0.0.1:9"
    settings.STORAGES = {**settings.STORAGES}
    with pytest.raises(CommandError, match="does not answer"):
        export(report.code, out / "khac")


def test_derivatives_of_all_roles_are_counted_once(interview: Record) -> None:
    records = Record.objects.filter(pk=interview.pk)
    masters = sum(Master.objects.values_list("size", flat=True))
    copies = sum(Derivative.objects.values_list("size", flat=True))
    assert bytes_of(records, with_access_copies=True) == masters + copies
