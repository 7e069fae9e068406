"""What only Tantivy's files can go through."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.search.engines import engine_named
from archive.search.engines import protocol as ask
from archive.search.streams import analyse

EVERYBODY = frozenset({"public"})


def bundle(key: str, text: str) -> ask.Bundle:
    entry = ask.RecordEntry(
        record_key=key, fields={"all": analyse([text])}, facets={}, audiences=EVERYBODY
    )
    return ask.Bundle(record_key=key, records=(entry,), passages=())


def test_files_of_a_commit_that_never_was_do_not_stand_in_the_way(tmp_path: Path) -> None:
    """A power cut after the files are written and before the index names them."""
    engine, folder, before = engine_named("tantivy"), tmp_path / "index", tmp_path / "before"
    engine.create(folder)

    def put(text: str) -> None:
        writer = engine.writer(folder)
        for number in range(5):
            writer.put(bundle(str(number), text))
        writer.commit()
        writer.close()

    writer = engine.writer(folder)
    for number in range(20):
        writer.put(bundle(str(number), "kháng chiến"))
    writer.commit()
    writer.close()
    shutil.copytree(folder, before)
    put("hòa bình")
    named = {path.relative_to(before) for path in before.rglob("*") if path.is_file()}
    for name in named:
        if name.name != ".managed.json":
            shutil.copy(before / name, folder / name)
    assert any(path.relative_to(folder) not in named for path in folder.rglob("*.del"))

    put("hòa bình")
    words = ask.Words("all", ask.Layer.MARKED, (("hòa", 1.0),))
    assert engine.reader(folder).search(ask.Query(must=words, audiences=EVERYBODY)).count == 5


def test_a_word_of_records_put_again_and_again_still_counts_for_them(tmp_path: Path) -> None:
    """What is deleted stays in the counts of words until segments are merged."""
    engine, folder = engine_named("tantivy"), tmp_path / "index"
    engine.create(folder)
    writer = engine.writer(folder)
    for numbers in (range(10), range(6)):
        for number in numbers:
            writer.put(bundle(str(number), "kháng chiến"))
        writer.commit()
    writer.close()
    folded = ask.Words("all", ask.Layer.FOLDED, (("khang", 1.0),))
    found = engine.reader(folder).search(ask.Query(must=folded, audiences=EVERYBODY))
    assert found.count == 10
    assert all(hit.score > 0 for hit in found.hits)
