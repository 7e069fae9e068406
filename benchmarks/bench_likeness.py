"""Looking for pages that look alike among very many: time a page, by how many are held.

`python benchmarks/bench_likeness.py [HELD …]`: pages of typed and printed paper as a scanner sees
them, drawn in small (margins, headings, paragraphs, noise), with the fingerprints of the product,
on SQLite in a temporary folder. Processor time stands beside wall time. Of the pages looked for
half are later scans of pages held. Only the first 20,000 are drawn; each of the others has the
upper half of one of them and the lower half of another: a row of bits is of its row alone.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.catalogues import settle

LOOKED_FOR = 200
DRAWN = 20_000


def main(steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settle(Path(folder))
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        names = ("held", "median ms", "cpu ms", "p95 cpu", "max cpu", "found again")
        print("{:>8} {:>9} {:>7} {:>7} {:>7} {:>11}".format(*names))
        drawn: list[str] = []
        held: list[Any] = []
        for step in steps:
            _enter(held, step - len(held), drawn)
            _measure(held)


def page(chance: random.Random) -> Any:
    """Return a sheet of typed text in 68 × 64 fields of grey."""
    from PIL import Image

    sheet = Image.new("L", (68, 64), chance.randint(215, 250))
    pixels = sheet.load()
    assert pixels is not None
    left, right = chance.randint(5, 12), chance.randint(54, 64)
    row = chance.randint(4, 10)
    while row < 60:
        lines = chance.randint(1, 9)
        ends = right if lines > 1 else chance.randint(left + 6, right)
        for line in range(lines):
            last = ends if line < lines - 1 else chance.randint(left + 4, ends)
            first = left + (3 if line == 0 else 0)
            for x in range(first, last):
                if row < 64 and chance.random() < 0.85:
                    pixels[x, row] = chance.randint(70, 190)
            row += 2
        row += chance.randint(1, 5)
    return sheet


def again(sheet: Any, chance: random.Random) -> Any:
    """Return the sheet as another scan has it: a little turned, paler, noisier."""
    turned = sheet.rotate(chance.uniform(-0.5, 0.5), fillcolor=235, resample=2)
    return turned.point(lambda value: min(255, round(value * 0.95 + 12)))


def _enter(held: list[Any], count: int, drawn: list[str]) -> None:
    from django.db import connection
    from django.utils import timezone

    from archive.files.models import Master
    from archive.ingest.likeness import band_keys
    from archive.ingest.models import Fingerprint

    now, begin = timezone.now(), len(held)
    for start in range(begin, begin + count, 5_000):
        numbers = range(start, min(start + 5_000, begin + count))
        masters = Master.objects.bulk_create(
            Master(digest=f"{n:064d}", size=1, family="image", media_type="image/jpeg",
                   original_name="x.jpg", stored_at=now)
            for n in numbers
        )  # fmt: skip
        bits = [_bits(number, drawn) for number in numbers]
        prints = Fingerprint.objects.bulk_create(
            Fingerprint(master=master, bits=each)
            for master, each in zip(masters, bits, strict=True)
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO ingest_fingerprintband (fingerprint_id, key) VALUES (%s, %s)",
                [(one.pk, key) for one in prints for key in sorted(band_keys(int(one.bits, 16)))],
            )
        held += [one.pk for one in prints]


def _bits(number: int, drawn: list[str]) -> str:
    from archive.ingest.readers.pictures import fingerprint

    if number < DRAWN:
        drawn.append(fingerprint(page(random.Random(number))))
        return drawn[-1]
    chance = random.Random(number)
    return chance.choice(drawn)[:32] + chance.choice(drawn)[32:]


def _measure(held: list[Any]) -> None:
    from django.db import transaction
    from django.utils import timezone

    from archive.files.models import Master
    from archive.ingest.likeness import enter_fingerprint
    from archive.ingest.models import Likeness
    from archive.ingest.readers.pictures import fingerprint

    now, found = timezone.now(), 0
    walls: list[float] = []
    taken: list[float] = []
    chance = random.Random(7)
    for number in range(LOOKED_FOR):
        known = chance.randrange(min(len(held), DRAWN)) if number % 2 else None
        sheet = page(random.Random(known if known is not None else -number - 1))
        bits = fingerprint(again(sheet, chance) if known is not None else sheet)
        with transaction.atomic():
            master = Master.objects.create(
                digest=f"f{number:063d}", size=1, family="image", media_type="image/jpeg",
                original_name="x.jpg", stored_at=now,
            )  # fmt: skip
            begin, begin_cpu = time.perf_counter(), time.process_time()
            entered = enter_fingerprint(master=master, frame=0, bits=bits)
            walls.append((time.perf_counter() - begin) * 1000)
            taken.append((time.process_time() - begin_cpu) * 1000)
            if known is not None:
                alike = Likeness.objects.filter(fingerprint=entered, earlier=held[known])
                found += alike.exists()
            transaction.set_rollback(True)
    taken.sort()
    again_found = f"{found}/{LOOKED_FOR // 2}"
    print(
        f"{len(held):8} {statistics.median(walls):9.1f} {statistics.median(taken):7.1f}"
        f" {taken[int(LOOKED_FOR * 0.95)]:7.1f} {taken[-1]:7.1f} {again_found:>11}",
        flush=True,
    )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000, 100_000, 500_000])
