"""One contract for every engine: the same questions, the same sets, counts and facets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.search.engines import engine_named
from archive.search.engines import protocol as ask
from archive.search.language.parser import parse
from archive.search.language.tree import Note
from archive.search.lexicon import Lexicon
from archive.search.plan import beginning, plan
from archive.search.streams import analyse
from archive.search.vocabulary import Vocabulary

EVERYBODY = frozenset({"public"})
STAFF = frozenset({"public", "registered", "office:1"})

# Key, title, pages, and what differs from the usual.
LIBRARY = {
    "1": ("Nghị quyết về kháng chiến", ["Toàn dân kháng chiến chống Pháp.", "hoà bình"]),
    "2": ("Điện mật", ["CHI THI KHANG CHIEN CHONG PHAP GUI TINH UY"]),
    "3": ("Sổ tay", ["Khảng chiên là chữ viết sai, khăng chiến cũng vậy."]),
    "4": ("Lịch sử Đảng bộ huyện Di Linh", ["Kỹ thuật canh tác ở Việt-Nam", "Đồng bào"]),
    "5": ("Hồi ký", ["Kháng cự rồi chiến thắng; chiến tranh kháng lại.", "Dang viên và đảng viên"]),
    "6": ("Lịch sử làng", ["Thái hòa, quý mến, lý tưởng, thúy liễu", "ba má kể chuyện xưa"]),
}  # fmt: skip


def bundle(key: str, title: str, pages: list[str], **more: object) -> ask.Bundle:
    fields = {
        "title": analyse([title]),
        "all": analyse([title, *pages]),
        "code": analyse([f"LD-P0{key}"]),
    }
    settings: dict[str, object] = {"facets": {"kind": ("document",)}, "audiences": EVERYBODY}
    settings |= more
    return ask.Bundle(
        record_key=key,
        records=(ask.RecordEntry(record_key=key, fields=fields, **settings),),  # type: ignore[arg-type]
        passages=tuple(
            ask.PassageEntry(
                key=f"p{number}",
                streams=analyse([page]),
                audiences=settings["audiences"],  # type: ignore[arg-type]
            )
            for number, page in enumerate(pages, 1)
        ),
    )


class Bench:
    """One engine with one small library, asked as a reader would."""

    def __init__(self, name: str, folder: Path) -> None:
        self.engine, self.folder = engine_named(name), folder
        self.engine.create(folder)
        self.words = Vocabulary(folder / "words.sqlite3")

    def put(self, *bundles: ask.Bundle, delete: tuple[str, ...] = ()) -> None:
        writer = self.engine.writer(self.folder)
        for each in bundles:
            writer.put(each)
            marked = each.records[0].fields["all"].marked if each.records else []
            self.words.add(marked)
        for key in delete:
            writer.delete(key)
        writer.commit()
        writer.close()

    def ask(self, text: str, viewer: frozenset[str] = EVERYBODY, **more: object) -> ask.Answer:
        ignore = bool(more.pop("ignore_marks", False))
        reader = self.engine.reader(self.folder)
        lexicon = Lexicon(self.words, reader, viewer)
        planned = plan(parse(text), lexicon, ignore_marks=ignore)
        question = {"must": planned.must, "should": tuple(planned.should), "audiences": viewer}
        return reader.search(ask.Query(**(question | more)))  # type: ignore[arg-type]

    def planned(
        self, text: str, viewer: frozenset[str] = EVERYBODY
    ) -> tuple[set[str], frozenset[Note]]:
        """Return the words that what was typed is taken for, and what the reader is told."""
        lexicon = Lexicon(self.words, self.engine.reader(self.folder), viewer)
        made = plan(parse(text), lexicon)
        words = {word for pattern in made.patterns for slot in pattern
                 for word in slot.marked | slot.folded}  # fmt: skip
        return words, frozenset(made.notes)

    def keys(self, text: str, viewer: frozenset[str] = EVERYBODY, **more: object) -> list[str]:
        answer = self.ask(text, viewer, **more)
        assert answer.count == len(answer.hits)
        return [hit.record_key for hit in answer.hits]

    def passages(
        self, text: str, *keys: str, viewer: frozenset[str] = EVERYBODY
    ) -> dict[str, list[str]]:
        reader = self.engine.reader(self.folder)
        planned = plan(parse(text), Lexicon(self.words, reader, viewer))
        found = reader.passages(
            ask.PassageQuery(record_keys=keys, any_of=tuple(planned.passages), audiences=viewer)
        )
        return {key: [hit.key for hit in hits] for key, hits in found.items()}


@pytest.fixture(params=["whoosh", "tantivy"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(request.param, tmp_path / "engine")
    yield made
    made.words.close()


@pytest.fixture
def library(bench: Bench) -> Bench:
    bench.put(*(bundle(key, title, pages) for key, (title, pages) in LIBRARY.items()))
    return bench


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("khang", "1235"),
        ("kháng", "125"),
        ("kháng chiến", "125"),
        ("khang chien", "1235"),
        ('"kháng chiến"', "12"),
        ('"khang chien"', "123"),
        ('"kháng chien"', "12"),
        ('"khang chiến"', "123"),
        ('"kháng chiến chống pháp"', "12"),
        ('"khang chien chong phap"', "12"),
        ('"kháng chiến chống Mỹ"', ""),
        ('"kháng chiến"~4', "125"),
        ('"chiến kháng"~2', "125"),
        ("khảng", "23"),
        ("hòa", "16"),
        ("hoà", "16"),
        ("HOÀ", "16"),
        ("hoà bình", "1"),
        ("kĩ thuật", "4"),
        ("lí tưởng", "6"),
        ("quí mến", "6"),
        ("Việt Nam", "4"),
        ('"việt nam"', "4"),
        ("Việt-Nam", "4"),
        ("đảng", "45"),
        ("dang", "45"),
        ("kháng*", "125"),
        ("kha*", "1235"),
        ("hoà*", "16"),
        ("title:ký*", "5"),
        ("title:kháng", "1"),
        ("title:kháng*", "1"),
        ("title:(lịch sử)", "46"),
        ('title:"lịch sử đảng"', "4"),
        ("code:LD-P04", "4"),
        ("kháng KHÔNG pháp", "5"),
        ("kháng NOT pháp", "5"),
        ("pháp HOẶC má", "126"),
        ("pháp OR má", "126"),
        ("(pháp HOẶC má) VÀ kể", "6"),
        ("Di Linh HOẶC hoà bình", "14"),
        ("canh~", "4"),
        ("chuyen~", "46"),
        ("chuyrn~", "6"),
        ("title:nghj~", "1"),
        ('"toàn chống"~3', "1"),
        ('"toàn chống"~2', ""),
        ("NOT kháng", "346"),
        ("((kháng HOẶC má) VÀ (pháp HOẶC kể)) KHÔNG điện", "16"),
        ("title:(lịch sử) KHÔNG title:làng", "4"),
        ("CHI-THI", "2"),
        ("ky thuat", "4"),
        ("thuý", "6"),
        ("không-có-gì-cả", ""),
        ("", "123456"),
    ],
)
def test_finds(library: Bench, text: str, found: str) -> None:
    assert sorted(library.keys(text)) == sorted(found)


def test_the_very_word_stands_above_the_word_without_marks(library: Bench) -> None:
    assert library.keys('"kháng chiến"')[0] == "1"
    assert library.keys("đảng viên")[0] == "5"


def test_a_word_seldom_written_without_marks_does_not_rise_above_the_word(bench: Bench) -> None:
    bench.put(
        *(bundle(str(n), "Công văn", [f"kháng chiến lần {n} tại xã"]) for n in range(1, 9)),
        bundle("9", "Công văn", ["khang chiến lần chín tại xã"]),
    )
    assert bench.keys("kháng")[-1] == "9"


def test_words_side_by_side_stand_above_words_apart(bench: Bench) -> None:
    bench.put(
        bundle("1", "Một", ["dân số và nhân khẩu các làng"]),
        bundle("2", "Hai", ["nhân và các dân làng, khẩu số"]),
    )
    assert bench.keys("nhan khau") == ["1", "2"]


def test_the_title_bears_more_weight(bench: Bench) -> None:
    bench.put(
        bundle("1", "Báo cáo công tác", ["về việc bảo lộc và các vùng"]),
        bundle("2", "Bảo Lộc", ["báo cáo công tác và các vùng khác"]),
    )
    assert bench.keys("bảo lộc") == ["2", "1"]


def test_marks_may_be_ignored(library: Bench) -> None:
    assert sorted(library.keys("kháng", ignore_marks=True)) == list("1235")
    assert sorted(library.keys('"kháng chiến"', ignore_marks=True)) == list("123")


def test_a_viewer_finds_and_counts_only_what_is_for_them(bench: Bench) -> None:
    closed = {"audiences": frozenset({"office:1", "all"}), "facets": {"kind": ("interview",)}}
    bench.put(bundle("1", "Mở", ["bí danh"]), bundle("2", "Đóng", ["bí danh"], **closed))
    answer = bench.ask("bí danh", facets=("kind",))
    assert (answer.count, answer.facets["kind"]) == (1, (("document", 1),))
    assert bench.ask("bí danh", STAFF, facets=("kind",)).count == 2
    assert bench.keys("bí danh", frozenset()) == []
    assert bench.passages("bí danh", "1", "2") == {"1": ["p1"]}
    assert bench.passages("bí danh", "1", "2", viewer=STAFF) == {"1": ["p1"], "2": ["p1"]}


def test_of_two_views_of_a_record_everybody_finds_one(bench: Bench) -> None:
    own = frozenset({"office:1", "all"})
    inner = bundle("1", "Phỏng vấn", ["lời kín"], audiences=own).records[0]
    outer = bundle("1", "Phỏng vấn", [], audiences=EVERYBODY, unless=own).records[0]
    bench.put(ask.Bundle(record_key="1", records=(inner, outer), passages=()))
    assert (bench.ask("phỏng").count, bench.ask("phỏng", STAFF).count) == (1, 1)
    assert (bench.ask("lời kín").count, bench.ask("lời kín", STAFF).count) == (0, 1)


def test_dates_are_bounds(bench: Bench) -> None:
    def day(year: int, month: int = 1, date: int = 1) -> int:
        return dt.date(year, month, date).toordinal()

    bench.put(
        bundle("1", "A", [], date_from=day(1945), date_to=day(1954, 12, 31)),
        bundle("2", "B", [], date_from=day(1954, 7, 20), date_to=day(1954, 7, 20)),
        bundle("3", "C", [], date_from=day(1975, 4, 30), date_to=day(1975, 4, 30)),
        bundle("4", "D", []),
    )
    assert sorted(bench.keys("year:1954")) == ["1", "2"]
    assert sorted(bench.keys("year:1945..1953")) == ["1"]
    assert sorted(bench.keys("year:1960..")) == ["3"]
    assert sorted(bench.keys("year:..1950")) == ["1"]
    assert sorted(bench.keys("NOT year:1954")) == ["3", "4"]
    assert sorted(bench.keys("year:1975 OR year:1945")) == ["1", "3"]
    assert bench.keys("", sort=ask.Sort.OLDEST) == ["1", "2", "3", "4"]
    assert bench.keys("", sort=ask.Sort.LATEST) == ["3", "1", "2", "4"]


def test_facets_count_everything_found_and_filters_narrow(bench: Bench) -> None:
    bench.put(
        *(
            bundle(str(n), f"Tờ {n}", ["chung"], facets={"unit": ("1", str(2 + n % 2))}, added=n)
            for n in range(30)
        )
    )
    answer = bench.ask("chung", facets=("unit", "kind"), limit=5)
    assert (answer.count, len(answer.hits)) == (30, 5)
    assert answer.facets == {"unit": (("1", 30), ("2", 15), ("3", 15)), "kind": ()}
    narrowed = bench.ask("chung", filters=(ask.Tagged("unit", ("2",)),), facets=("unit",))
    assert (narrowed.count, narrowed.facets["unit"]) == (15, (("1", 15), ("2", 15)))
    newest = bench.ask("chung", sort=ask.Sort.NEWEST, limit=3, offset=3)
    assert [hit.record_key for hit in newest.hits] == ["26", "25", "24"]
    assert bench.ask("chung", filters=(ask.Tagged("unit", ("2", "3")),)).count == 30


def test_the_best_passages_of_each_record(library: Bench) -> None:
    assert library.passages("hoà bình", "1", "2", "6") == {"1": ["p2"], "6": ["p1"]}
    assert library.passages("kháng chiến", "1") == {"1": ["p1"]}
    assert library.passages("khảng", "1", "2") == {"2": ["p1"]}
    assert library.passages("không thấy", "1") == {}


def test_long_records_leave_room_for_the_others(bench: Bench) -> None:
    bench.put(
        bundle("1", "Sổ", [f"kháng chiến kháng chiến trang {n}" for n in range(300)]),
        bundle("2", "Tờ", ["một dòng nhắc kháng chiến giữa bao nhiêu là việc khác của năm ấy"]),
    )
    found = bench.passages("kháng chiến", "1", "2")
    assert len(found["1"]) == 3
    assert found["2"] == ["p1"]


@pytest.mark.parametrize("text", ["tha*", "thá*", "thaan~", '"thá ba"'])
@pytest.mark.parametrize("number", [200, 201])
def test_which_of_many_endings_are_taken_knows_nothing_of_closed_records(
    bench: Bench, text: str, number: int
) -> None:
    beginnings = [f"{stem}{a}" for a in "bcdghklmnp" for stem in ("thá", "tha")]
    several = [f"{begun}{b}" for b in "aeiouyáàảãạăâ" for begun in beginnings]
    known, others = several[:number], several[number:]
    mistyped = [f"thaa{letter}" for letter in "bcdghklmpqrstvxz"]
    bench.put(
        *(
            bundle(str(at), "Sổ", [" ".join([*known[at::7], "thá ba", *mistyped[at::7]])])
            for at in range(7)
        )
    )
    taken, notes = bench.planned(text)
    found = sorted(bench.keys(text))
    closed = " ".join([*reversed(several), *others * 9, *(f"thám{n}x" for n in range(300))])
    bench.put(
        bundle("9", "Kín", [closed], audiences=frozenset({"office:1"})),
        bundle("8", "Kín", ["thá ba", closed], audiences=frozenset({"registered"})),
    )
    now_taken, now_notes = bench.planned(text)
    assert sorted(bench.keys(text)) == found
    assert now_notes == notes
    # While nothing is left out all words are taken, be they closed ones: they find nothing.
    assert now_taken & {*known, *mistyped} == taken & {*known, *mistyped}
    assert "8" in bench.keys(text, STAFF) or text == "thaan~"


def test_what_counts_alike_only_lifts(library: Bench) -> None:
    both = ask.Words("all", ask.Layer.FOLDED, (("khang", 1.0), ("canh", 1.0)))
    above = ask.Alike(ask.Words("all", ask.Layer.FOLDED, (("canh", 1.0),)))
    question = ask.Query(must=both, should=((above, 1000.0),), audiences=EVERYBODY)
    answer = library.engine.reader(library.folder).search(question)
    assert answer.hits[0].record_key == "4"
    assert answer.count == 5


def test_putting_again_replaces_and_deleting_takes_out(library: Bench) -> None:
    library.put(bundle("1", "Khác hẳn", ["mới tinh"]))
    assert library.keys("nghị quyết") == []
    assert library.keys("mới tinh") == ["1"]
    library.put(bundle("7", "Tạm", ["tạm"]), bundle("7", "Tạm hai", ["tạm hai"]), delete=("2",))
    assert library.keys("tạm") == ["7"]
    assert library.keys("tinh uy") == []
    assert library.engine.reader(library.folder).count_records() == 6
    assert library.passages("mới", "1") == {"1": ["p1"]}
    assert library.passages("kháng", "1", "2") == {}


def test_what_is_not_committed_is_not_there(library: Bench) -> None:
    writer = library.engine.writer(library.folder)
    writer.put(bundle("8", "Dở dang", ["dở dang"]))
    writer.close()
    assert library.keys("dở dang") == []
    library.put(bundle("9", "Xong", ["xong"]))
    assert library.keys("xong") == ["9"]


def test_a_reader_keeps_the_state_it_was_opened_in(library: Bench) -> None:
    reader = library.engine.reader(library.folder)
    library.put(bundle("9", "Thêm", ["thêm"]))
    question = ask.Query(must=ask.Everything(), audiences=EVERYBODY)
    assert reader.search(question).count == 6
    assert library.ask("").count == 7


@pytest.mark.parametrize(
    "text",
    ["*", '"', "((((", "a" * 10_000, "kh* " * 3000, "ab~ " * 2000, "\x00\u202e", "(" * 3000,
     '"kháng chiến"~99999', "NOT", "KHÔNG KHÔNG", "year:99999", "x" * 80, "🙂 ☭", "đ" * 500],
)  # fmt: skip
def test_nothing_a_reader_types_fails(library: Bench, text: str) -> None:
    assert library.ask(text).count >= 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kha", "1"),
        ("khá", "1"),
        ("khả", ""),
        ("kháng", "1"),
        ("dien", "2"),
        ("Điệ", "2"),
        ("đi", "24"),
        ("điên", ""),
        ("đie", ""),
        ("lị", "46"),
        ("lí", "4"),
        ("ky", "57"),
        ("kí", "57"),
        ("ký", "57"),
        ("hồ", "57"),
        ("hoi ky", ""),
        ("linh", "4"),
        ("nghi\u0323", "1"),
        ("zz", ""),
    ],
)
def test_a_word_of_a_title_is_found_by_how_it_begins(
    library: Bench, typed: str, found: str
) -> None:
    library.put(bundle("7", "HOI KY", []))
    reader = library.engine.reader(library.folder)
    question = ask.Query(must=beginning("title", typed), audiences=EVERYBODY)
    assert sorted(hit.record_key for hit in reader.search(question).hits) == sorted(found)
