"""A catalogue of any size in a throw-away database, out of a corpus of texts.

    python benchmarks/catalogues.py FOLDER --passages 20000 --corpus FILE.jsonl.gz

Everything is released to everybody. People, places, subjects, units and collections are made up
and spread unevenly, a few of each bearing most of the records, as in a real holding.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpora import SEED, Source, limited, made_up, repeated, syllables

RECORDS_AT_ONCE = 500


def settle(folder: Path, database: str | None = None) -> None:
    """Point the product at `folder` for everything it keeps, and start it. Call this first.

    Never at the database of the environment, which may be somebody's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "static_root").mkdir(exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = database or f"sqlite:///{folder}/archive.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def sources(corpus: Path | None, passages: int) -> Iterator[Source]:
    return limited(made_up(syllables()) if corpus is None else repeated(corpus), passages)


def bring_up_to_date() -> None:
    """Make the tables, or bring those that an older version made up to this one."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(corpus: Path | None, passages: int) -> None:
    """Put so many pages in."""
    from django.db import transaction

    shelves = _Shelves()
    each = enumerate(sources(corpus, passages))
    while batch := list(islice(each, RECORDS_AT_ONCE)):
        with transaction.atomic():
            shelves.put(batch)


def learn_sizes() -> None:
    """Have the database look at its tables, as the worker does once an hour."""
    from archive.interop.upkeep import learn_sizes as look

    look()


class _Shelves:
    """The authorities, and records put under them."""

    def __init__(self) -> None:
        from archive.catalogue.models import Collection, Person, Place, Subject
        from archive.files.models import Family, Master
        from archive.units.models import Kind, Level, Unit

        def named(model: Any, word: str, number: int, **more: Any) -> list[Any]:
            rows = [
                model(slug=f"{model._meta.model_name}-{n}", name=f"{word} minh hoạ {n}", **more)
                for n in range(number)
            ]
            return list(model.objects.bulk_create(rows))

        self.now = dt.datetime.now(dt.UTC)
        self.chance = random.Random(SEED)
        self.units = Unit.objects.bulk_create(
            Unit(code=f"u{n}", name=f"Xã minh hoạ {n}", kind=Kind.OFFICE, level=Level.PROVINCE)
            for n in range(100)
        )
        self.people = named(Person, "Nhân chứng", 400)
        self.places = named(Place, "Căn cứ", 200)
        self.subjects = named(Subject, "Đề tài", 80)
        self.collections = [
            Collection.objects.create(code=f"P{n:03}", title=f"Phông minh hoạ {n}",
                                      holder=self.units[0])
            for n in range(40)
        ]  # fmt: skip
        self.master = Master.objects.create(
            digest="0" * 64, size=1, family=Family.IMAGE, media_type="image/png",
            original_name="trang.png", stored_at=self.now,
        )  # fmt: skip

    def put(self, batch: Iterable[tuple[int, Source]]) -> None:
        from archive.catalogue.models import Appearance, AppearanceRole, Page, Record

        batch = list(batch)
        records = Record.objects.bulk_create(self._record(n, source) for n, source in batch)
        Page.objects.bulk_create(
            Page(record=record, number=number, master=self.master, frame=number, text=text)
            for record, (_, source) in zip(records, batch, strict=True)
            for number, text in enumerate(source.passages, 1)
        )
        Appearance.objects.bulk_create(
            Appearance(record=record, person=self._one(self.people), role=AppearanceRole.MENTIONED)
            for record in records
        )
        for field, several in (("places", self.places), ("subjects", self.subjects)):
            through = getattr(Record, field).through
            column = f"{several[0]._meta.model_name}_id"
            through.objects.bulk_create(
                through(**{"record_id": record.pk, column: self._one(several).pk})
                for record in records
            )

    def _record(self, number: int, source: Source) -> Any:
        from archive.catalogue.models import AccessLevel, Record, RecordKind, VettingStatus

        # No interviews: nothing of theirs is open before a witness has consented.
        kinds = (RecordKind.DOCUMENT, RecordKind.MEMOIR, RecordKind.PUBLICATION)
        first = dt.date(1930, 1, 1) + dt.timedelta(days=self.chance.randrange(18_000))
        return Record(
            code=f"MH-P{number // 1000:04}-{number:07}",
            kind=kinds[number % len(kinds)],
            title=source.title[:200] or f"Báo cáo công tác số {number}",
            holder=self.units[0],
            unit=self._one(self.units),
            collection=self._one(self.collections),
            date_earliest=first,
            date_latest=first + dt.timedelta(days=self.chance.randrange(400)),
            languages="vi",
            vetting_status=VettingStatus.VETTED,
            access_level=AccessLevel.PUBLIC,
            released_at=self.now,
            created_at=self.now,
            changed_at=self.now,
        )

    def _one(self, several: list[Any]) -> Any:
        """Return one of them, the first ones far more often."""
        return several[int(len(several) * self.chance.random() ** 3)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    settle(options.folder)
    bring_up_to_date()
    fill(options.corpus, options.passages)


if __name__ == "__main__":
    main()
