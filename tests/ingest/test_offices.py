"""Word-processor files: their words always, their pages where LibreOffice is installed."""

from __future__ import annotations

import contextlib
import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.storage import storages

from archive.files.technical import conversion, printing_note
from archive.ingest.formats import NotKept
from archive.ingest.keeping import words_of
from archive.ingest.parsing import Parser, Refused
from archive.ingest.readers import printing, rtf
from archive.ingest.reasons import Refusal
from tests.ingest.conftest import Bring

# Pages are printed beside the database.
pytestmark = pytest.mark.once

NEEDED = pytest.mark.skipif(
    printing.program() is None,
    reason="no LibreOffice on this machine: `apt-get install libreoffice-writer-nogui` brings one",
)
LINE = "Đồng bào các dân tộc Lâm Đồng tham gia kháng chiến, đoạn"
TCVN3 = "B¸o c¸o cña Ban ChÊp hµnh §¶ng bé huyÖn vÒ c«ng t¸c lÞch sö"


def word_file(lines: int = 120, text: str = LINE) -> bytes:
    document = docx.Document()
    for number in range(lines):
        document.add_paragraph(f"{text} {number}.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "program", lambda: None)


def test_words_are_read_without_an_office(bring: Bring, without_office: None) -> None:
    master: Any = bring("báo cáo.docx", word_file(3)).master
    assert words_of(master)[0]["text"].splitlines()[2] == f"{LINE} 2."
    assert master.technical["frames"] == 1 and "LibreOffice" in printing_note(master)


def test_words_typed_in_an_old_font_are_read(bring: Bring, without_office: None) -> None:
    master: Any = bring("báo cáo.docx", word_file(3, TCVN3)).master
    assert "Báo cáo của Ban Chấp hành Đảng bộ huyện" in words_of(master)[0]["text"]
    assert "TCVN3" in conversion(master)


@NEEDED
def test_a_word_file_has_pages_words_with_boxes_and_a_pdf(
    bring: Bring, client: Any, make_record: Any
) -> None:
    master: Any = bring("báo cáo.docx", word_file()).master
    assert master.technical["printed"] and master.technical["frames"] >= 2
    frames = range(master.technical["frames"])
    for role in ("pyramid", "page_image", "thumbnail", "words"):
        assert list(
            master.derivatives.filter(role=role).order_by("frame").values_list("frame", flat=True)
        ) == list(frames)
    words = words_of(master)
    assert f"{LINE} 0." in words[0]["text"] and len(words[0]["words"]) > 100
    record = make_record(released="public")
    for frame in frames:
        record.pages.create(number=frame + 1, master=master, frame=frame)
    paper, page = f"/records/{record.code}/pdf", f"/records/{record.code}/p/1"
    assert paper in client.get(page).content.decode()
    answer: Any = client.get(paper)
    assert b"".join(answer).startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    record.seals.create(from_page=2, to_page=2, reason="kín")
    assert client.get(paper).status_code == 404
    assert paper not in client.get(page).content.decode()


@NEEDED
@pytest.mark.parametrize("name", ["lời.rtf", "lời.doc"])
def test_rtf_and_doc_are_printed(name: str, bring: Bring, tmp_path: Path) -> None:
    data = rb"{\rtf1\ansi\ansicpg1258 L\u7901?i k\u7875? c\u7911?a nh\u226?n ch\u7913?ng\par}"
    if name.endswith("doc"):
        data = _as_doc(data, tmp_path)
    master: Any = bring(name, data).master
    assert master.technical["printed"], master.technical
    assert "Lời kể của nhân chứng" in words_of(master)[0]["text"]


def _as_doc(data: bytes, folder: Path) -> bytes:
    """Have LibreOffice write a DOC, as there is nothing else that does."""
    import subprocess

    (folder / "lời.rtf").write_bytes(data)
    for _attempt in range(2):
        subprocess.run(
            [str(printing.program()), "--headless", "--norestore", "--convert-to", "doc",
             f"-env:UserInstallation={(folder / 'p').as_uri()}",
             "--outdir", str(folder), str(folder / "lời.rtf")],
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
    return (folder / "lời.doc").read_bytes()


@contextlib.contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Lend the address of a server, and the list of what was asked of it."""
    asked: list[str] = []

    class Told(http.server.BaseHTTPRequestHandler):
        raw_requestline: bytes

        def parse_request(self) -> bool:
            asked.append(self.raw_requestline.decode())
            return False

        def log_message(self, *args: Any) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def calling_home(address: str) -> bytes:
    """Return a DOCX whose picture and template lie elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(2))) as plain, zipfile.ZipFile(out, "w") as told:
        for name in plain.namelist():
            body = plain.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                more = "".join(
                    f'<Relationship Id="{key}" Type="{kind}{what}" '
                    f'Target="{address}{what}" TargetMode="External"/>'
                    for key, what in (("rX1", "image"), ("rX2", "attachedTemplate"))
                )
                body = body.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            if name == "word/document.xml":
                picture = (
                    b'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
                    b'style="width:99pt;height:99pt"><v:imagedata r:id="rX1"/></v:shape>'
                    b"</w:pict></w:r></w:p><w:sectPr"
                )
                body = body.replace(b"<w:sectPr", picture, 1)
            told.writestr(name, body)
    return out.getvalue()


@NEEDED
def test_nothing_is_fetched_for_a_file(bring: Bring) -> None:
    with listener() as (address, asked):
        master: Any = bring("gọi về.docx", calling_home(address)).master
        assert master.technical["printed"]
    assert asked == []


@NEEDED
def test_a_file_that_cannot_be_printed_is_kept_with_its_words(
    bring: Bring, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = parser.ask

    def refuses(act: str, **question: Any) -> Any:
        if "printout" in question.get("outs", {}):
            raise Refused("too_heavy", "time")
        return ask(act, **question)

    monkeypatch.setattr(parser, "ask", refuses)
    master: Any = bring("báo cáo.docx", word_file(3)).master
    assert master.technical["not_printed"] == "too_heavy" and master.technical["frames"] == 1
    assert f"{LINE} 2." in words_of(master)[0]["text"]


def test_no_process_stays_when_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice.bin"
    office.write_text("#!/bin/sh\nsleep 600 & echo $! > child; sleep 600\n")
    office.chmod(0o755)
    monkeypatch.setattr(printing, "program", lambda: office)
    source = tmp_path / "a.docx"
    source.write_bytes(b"PK")
    with pytest.raises(NotKept) as raised:
        printing.printed(source, tmp_path / "out.pdf", ".docx", seconds=1)
    assert raised.value.reason == "too_heavy" and not (tmp_path / "out.pdf").exists()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bảng.doc", OLE + "Workbook".encode("utf-16-le") + bytes(99), Refusal.UNSUPPORTED),
        ("cụt.rtf", rb"{\rtf1 L\u7901?i k\u7875? {\b ch\u432?a h\u7871?t", Refusal.TRUNCATED),
        ("hứa hẹn.rtf", rb"{\rtf1 a{\*\x\bin2147483647 abc}}", Refusal.TRUNCATED),
        ("sâu.rtf", rb"{\rtf1 " + b"{" * 20_000 + b"}" * 20_001, Refusal.TOO_HEAVY),
    ],
)
def test_what_is_no_word_file_is_refused(
    name: str, data: bytes, reason: str, bring: Bring, without_office: None
) -> None:
    file = bring(name, data)
    assert (file.state, file.reason) == ("refused", reason), file.detail


def test_macros_in_doc_are_named_and_never_run(bring: Bring, without_office: None) -> None:
    body = OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le")
    master: Any = bring("macro.doc", body + bytes(99)).master
    assert master.technical["scripts"] and words_of(master)[0]["text"] == ""
    assert "LibreOffice" in printing_note(master)
    with storages["masters"].open(master.path) as file:
        assert file.read() == body + bytes(99)


def test_only_words_come_out_of_rtf() -> None:
    told = rtf.text_of(
        r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 .VnTime;}}{\info{\title m\'edt}}"
        r"Tr\u432?\u7899?c{\object\objemb{\*\objdata 01050000}{\result Ho\u225?}}"
        r"{\*\generator X;}{\pict\bin4 }}{{\pngblip 89504e47} \'e9t\'e9\par"
        r"{\b d\u242?ng\tab hai}\par}"
    )
    assert told == "Trước été\ndòng hai"
