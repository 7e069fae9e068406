"""From a name on a list to a sentence a historian quotes, and to its withdrawal.

Everything goes over HTTP through the screens: registered, found urgent, appointed, recorded,
consented with a sealed stretch, transcribed, confirmed, vetted, released. A visitor has everything
except the sealed stretch: on the page, in the bytes, in search and in every file.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import av
from django.utils import timezone

from archive.catalogue.speech.writing import FORMATS
from archive.desk.demonstration import paper, stock
from archive.desk.demonstration.setting import MATERIAL, set_text
from tests.journeys.conftest import Running
from tests.journeys.people import File, Person, query
from tests.journeys.steps import (
    allow,
    bring_transcript,
    free_files,
    hit,
    make_record,
    release,
    vet,
)
from tests.patience import wait_for

TAPE = "LD-ST-0001"
SOUND = f"/records/{TAPE}/recordings/1/audio"
# The witness asks that what is said from 37 to 41.5 seconds stays with the office.
SEALED_FROM, SEALED_TO = "0:37", "0:41.5"
SEALED, HEARD = "gia đình họ chưa đồng ý", "giấu trong ống tre"


def test_from_a_name_on_a_list_to_a_quoted_sentence(running: Running, tmp_path: Path) -> None:
    collector, archivist, visitor = (
        running.person("suutam"), running.person("luutru"), running.person(),
    )  # fmt: skip
    witness = register(collector)
    appoint(collector, witness)
    record(archivist)
    hold(collector, witness)
    consent(collector)
    transcribe(collector)
    confirm(collector)
    vet(running, TAPE)
    assert visitor.get(f"/records/{TAPE}/").status == 404, "vetted is not yet released"
    release(running, TAPE)
    the_page_has_all_but_the_seal(visitor)
    the_bytes_have_all_but_the_seal(visitor, tmp_path)
    search_has_all_but_the_seal(visitor)
    the_files_have_all_but_the_seal(visitor)
    it_is_cited(visitor)
    withdraw(collector)
    nothing_is_left(visitor)


def signed(words: str, seed: int) -> File:
    return (f"{seed}.jpg", paper.scan(set_text(words)[0], seed=seed))


def register(collector: Person) -> str:
    """Two witnesses are entered; the older and weaker stands first, and the list says why."""
    for name, born, frailty in (
        ("Nhân chứng trẻ (minh hoạ)", "1961", "0"),
        (stock.WITNESS, "1932", "3"),
    ):
        entered = collector.submit(
            "/desk/witnesses/new/", name=name, born_written=born, frailty=frailty,
            languages="Kinh, K'ho", contact="Qua chi bộ tổ 4 (minh hoạ)",
        )  # fmt: skip
    queue = collector.get("/desk/witnesses/")
    assert queue.words().index(stock.WITNESS) < queue.words().index("Nhân chứng trẻ")
    assert "Ít nhất 9" in queue.words() and "Sức khỏe yếu" in queue.words()
    return entered.address.removeprefix(collector.base.rstrip("/"))


def appoint(collector: Person, witness: str) -> None:
    me = re.search(r'<option value="(\d+)"[^>]*>[^<]*sưu tầm', collector.get(witness).text)
    assert me is not None
    collector.submit(
        witness, interviewer=me[1], starts_at="2026-12-01T08:30", minutes="90",
        place="Nhà riêng (minh hoạ)", mandate_number="12-CV/TU (minh hoạ)", mandate_on="2024-11-20",
        mandate_signatory="Thường trực (minh hoạ)", equipment="Máy ghi âm\nPin dự phòng",
    )  # fmt: skip
    board = collector.get("/desk/witnesses/appointments/").words()
    assert stock.WITNESS in board and "12-CV/TU" in board and "Pin dự phòng" in board
    calendar = collector.get("/desk/witnesses/appointments/calendar.ics").text
    assert "DTSTART:20261201T013000Z" in calendar and "tổ 4" not in calendar


def record(archivist: Person) -> None:
    """The tape is brought in, made a record of, described with who told it."""
    deposit = archivist.submit("/desk/deposits/new/", secrecy="none").address
    tape = (MATERIAL / "interview" / "interview.mp3").read_bytes()
    archivist.submit(deposit, files=[("files", ("phong-van.mp3", tape))])
    wait_for(lambda: free_files(archivist.get(deposit)))
    title = "Lời kể về đường dây giao liên"
    make_record(archivist, deposit, TAPE, "interview", title, ["phong-van.mp3"])
    archivist.submit(
        f"/desk/records/{TAPE}/describe/",
        witnesses=stock.WITNESS, interviewers=stock.INTERVIEWER, places="Lâm Đồng",
        date_written="mùa khô 1967",
    )  # fmt: skip


def hold(collector: Person, witness: str) -> None:
    """The meeting was held: the register leads to the interview, and the queue goes on."""
    collector.submit("/desk/witnesses/appointments/", outcome="held", record=TAPE)
    assert TAPE in collector.get(witness).words()
    assert stock.WITNESS not in collector.get("/desk/witnesses/").words()
    collector.submit(
        f"/desk/interviews/{TAPE}/", mandate_number="12-CV/TU (minh hoạ)",
        mandate_on="2024-11-20", place="Nhà riêng (minh hoạ)", equipment="Máy ghi âm",
    )  # fmt: skip


def consent(collector: Person) -> None:
    allow(collector, TAPE, signed("Phiếu đồng ý (minh hoạ)", 9), language_read="kpm")
    collector.submit(
        f"/desk/interviews/{TAPE}/",
        from_ms=SEALED_FROM,
        to_ms=SEALED_TO,
        reason="Theo lời nhân chứng",
    )
    assert "Theo lời nhân chứng" in collector.get(f"/desk/interviews/{TAPE}/").words()


def transcribe(collector: Person) -> None:
    """A typed transcript is brought in, then corrected in the editor, here without its script."""
    bring_transcript(collector, TAPE)
    draft = collector.submit(
        f"/desk/interviews/{TAPE}/transcripts/begin/", via=f"/desk/interviews/{TAPE}/"
    )
    stretch = re.search(r'<li id="s(\d+)"', draft.text)
    assert stretch is not None
    opened = f"{draft.address}?stretch={stretch[1]}"
    collector.submit(opened, text="Đây là đoạn ghi âm minh hoạ [?], giọng đọc do máy tạo ra.")
    collector.submit(f"{draft.address}finish/", via=draft.address)


def confirm(collector: Person) -> None:
    sheet = collector.get(f"/desk/interviews/{TAPE}/").text
    address = re.findall(rf'href="(/desk/interviews/{TAPE}/transcripts/\d+/confirm/)"', sheet)[0]
    collector.submit(
        address, files=[("paper", signed("Trang ký xác nhận (minh hoạ)", 10))],
        confirmed_on=timezone.localdate().isoformat(), remarks="Đúng lời tôi kể",
    )  # fmt: skip
    assert "Đúng lời tôi kể" in collector.get(f"/desk/interviews/{TAPE}/").words()


def the_page_has_all_but_the_seal(visitor: Person) -> None:
    page = visitor.get(f"/records/{TAPE}/t/16")
    assert page.says(HEARD) and not page.says(SEALED)
    assert "niêm phong" in page.words() and "Theo lời nhân chứng" not in page.words()
    now = page.text[page.text.index('id="now"') :]
    assert now.index(HEARD) < now.index("</li>")
    assert page.says("ghi âm minh hoạ [?]"), "what was corrected is what is read"


def the_bytes_have_all_but_the_seal(visitor: Person, folder: Path) -> None:
    """The copy readers get is silent there, as a whole and as a piece asked for by range."""
    wait_for(lambda: visitor.bytes(SOUND)[0] == 200)
    _status, whole = visitor.bytes(SOUND)
    status, piece = visitor.bytes(SOUND, Range="bytes=20000-59999")
    assert status == 206 and piece == whole[20_000:60_000], "a range is a piece of the same copy"
    target = folder / "heard.m4a"
    target.write_bytes(whole)
    loud = loudness(target)
    assert max(loud[38:41]) < 60 < min(max(loud[17:20]), max(loud[43:46]))
    status, _bytes = visitor.bytes(f"/records/{TAPE}/masters/{'0' * 64}")
    assert status == 404


def loudness(path: Path) -> list[int]:
    """Return the loudest sample of each second."""
    found: dict[int, int] = {}
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                second = int(piece.time or 0)
                raw = memoryview(bytes(piece.planes[0])[: piece.samples * 2]).cast("h")
                found[second] = max(found.get(second, 0), max(map(abs, raw)))
    return [found.get(second, 0) for second in range(max(found) + 1)]


def search_has_all_but_the_seal(visitor: Person) -> None:
    assert wait_for(lambda: hit(visitor, "ong tre", f"/records/{TAPE}/t/"))
    for words in (f'"{SEALED}"', '"xin chua ke"', "gia dinh ho chua dong y"):
        for address in ("/search/", "/search/results.csv"):
            found = visitor.get(address + query(q=words))
            assert f"{TAPE}/t/37" not in found.text, found.words()
            assert SEALED in words or not found.says(SEALED), "only the question may say it"
            assert TAPE not in found.text or '"' not in words, words


def the_files_have_all_but_the_seal(visitor: Person) -> None:
    for format in FORMATS:
        status, body = visitor.bytes(f"/records/{TAPE}/transcript.{format}")
        told = unpacked(body)
        assert status == 200 and HEARD in told and SEALED not in told, format
    for address in DOORS:
        status, body = visitor.bytes(address)
        assert status == 200 and SEALED not in unpacked(body), address


# Everything else that says something of a record.
DOORS = (
    f"/records/{TAPE}/", f"/records/{TAPE}/cite.bib?t=38", f"/records/{TAPE}/cite.ris?t=38",
    "/feeds/records.atom", "/sitemap-records.xml",
)  # fmt: skip


def unpacked(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as parcel:
        return parcel.read("word/document.xml").decode()


def it_is_cited(visitor: Person) -> None:
    page = visitor.get(f"/records/{TAPE}/t/16?to=0:21")
    assert page.says("lúc 00:16–00:21") and f"{SOUND}#t=16,21" in page.text
    assert "00:16–00:21" in visitor.bytes(f"/records/{TAPE}/cite.bib?t=16&to=21")[1].decode()


def withdraw(collector: Person) -> None:
    sheet = collector.get(f"/desk/interviews/{TAPE}/").text
    address = re.findall(rf'href="(/desk/interviews/{TAPE}/consents/\d+/)"', sheet)[0]
    collector.submit(address, reason="Gia đình đề nghị (minh hoạ)")


def nothing_is_left(visitor: Person) -> None:
    """At once on every door; the index gives nothing away even before it has followed."""
    assert visitor.bytes(SOUND)[0] == 404
    assert visitor.bytes(SOUND, Range="bytes=0-99")[0] == 404
    for format in FORMATS:
        assert visitor.bytes(f"/records/{TAPE}/transcript.{format}")[0] == 404
    for address in (*DOORS, f"/records/{TAPE}/t/16", "/search/" + query(q="ong tre")):
        _status, body = visitor.bytes(address)
        assert HEARD not in unpacked(body) and stock.WITNESS not in unpacked(body), address
