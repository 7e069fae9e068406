"""How well scans are read by machine: character and word error rates on pages whose text is known.

`python benchmarks/bench_ocr.py DATA [PAGE …]`, DATA with `scans/vietnamese`, `scans/tesseract` and
`scans/kant-1784`. Each page is read as it is and made worse (askew, faded on yellowed paper), and
each of these plainly, made straight, made even, both, and as the product does it. Error rates are
edits over the length of the truth, spaces between words counting as one; times are in seconds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django  # noqa: E402

django.setup()

import pyvips  # noqa: E402

from archive.ingest import ocr  # noqa: E402
from archive.ingest.readers import scans  # noqa: E402
from archive.ingest.reading import POOR  # noqa: E402
from archive.values.word_boxes import confidence_of  # noqa: E402

Read = Callable[[Any], ocr.Reading]


def main(data: Path, wanted: Sequence[str]) -> None:
    folder = data / "scans"
    kant = folder / "kant-1784/data"
    photo = (folder / "tesseract/testing/phototest.gold.txt").read_text()
    pages = {
        "Vietnamese 1": (folder / "vietnamese/vietsample.tif", 0, _truth(folder, 1)),
        "Vietnamese 2": (folder / "vietnamese/vietsample.tif", 1, _truth(folder, 2)),
        "Latin letters": (
            folder / "tesseract/testing/eurotext.tif", 0,
            (folder / "tesseract/testing/eurotext.txt").read_text(),
        ),
        "on its side": (folder / "tesseract/testing/phototest-rotated-L.png", 0, photo),
        "on its head": (folder / "tesseract/testing/phototest-rotated-180.png", 0, photo),
        "Fraktur 17": (kant / "OCR-D-IMG/INPUT_0017.tif", 0, _alto(kant, "0017")),
        "Fraktur 20": (kant / "OCR-D-IMG/INPUT_0020.tif", 0, _alto(kant, "0020")),
    }  # fmt: skip
    print(f"{'page':14} {'made':14} {'read':15} {'CER %':>6} {'WER %':>6} {'sure':>5} {'s':>6}")
    for name, (path, frame, truth) in pages.items():
        if wanted and name not in wanted:
            continue
        image = _open(path, frame)
        for made, spoil in SPOILT.items():
            if made and not name.startswith("Vietnamese"):
                continue
            _measure(name, made or "as it is", spoil(image).copy_memory(), truth)


def _measure(name: str, made: str, image: Any, truth: str) -> None:
    for how, read in READ.items():
        begin = time.perf_counter()
        try:
            found = read(image)
        except ocr.Unreadable:
            found = ocr.Reading()
        taken = time.perf_counter() - begin
        truth_words, words = _words(truth), _words(found.text)
        cer = _distance(" ".join(truth_words), " ".join(words)) / len(" ".join(truth_words))
        wer = _distance(truth_words, words) / len(truth_words)
        sure = confidence_of(found.words)
        print(
            f"{name:14} {made:14} {how:15} {cer * 100:6.2f} {wer * 100:6.1f}"
            f" {'–' if sure is None else sure:>5} {taken:6.1f}",
            flush=True,
        )


def _plain(image: Any) -> ocr.Reading:
    return _read(image, layout=3)


def _read(image: Any, layout: int | None = None) -> ocr.Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.png")
        image.pngsave(str(path), compression=1)
        return ocr.read(path, layout=layout)


def _as_the_product(image: Any) -> ocr.Reading:
    level = scans.straight(image)[0]
    first = _read(level)
    if not scans.is_faded(level) and (confidence_of(first.words) or 0) >= POOR:
        return first
    return max(first, _read(scans.even(level)), key=lambda reading: reading.letters_read)


def _askew(image: Any) -> Any:
    return image.rotate(2.3, background=[235])


def _faded(image: Any) -> Any:
    """Grey ink on paper that yellowed from one corner, with grain."""
    place = pyvips.Image.xyz(image.width, image.height)
    shade = place[0] / image.width * 55 + place[1] / image.height * 35
    grain = pyvips.Image.gaussnoise(image.width, image.height, sigma=7, mean=0, seed=7)
    return (image.gaussblur(0.8) * 0.30 + 150 - shade + grain).cast("uchar")


SPOILT: dict[str, Callable[[Any], Any]] = {
    "": lambda image: image,
    "askew": _askew,
    "faded": _faded,
    "askew, faded": lambda image: _faded(_askew(image)),
}
READ: dict[str, Read] = {
    "plainly": _plain,
    "straight": lambda image: _read(scans.straight(image)[0]),
    "even": lambda image: _read(scans.even(image)),
    "straight, even": lambda image: _read(scans.even(scans.straight(image)[0])),
    "as the product": _as_the_product,
}


def _open(path: Path, frame: int) -> Any:
    options = {"page": frame} if path.suffix == ".tif" else {}
    image = pyvips.Image.new_from_file(str(path), **options).copy_memory()
    if image.hasalpha():
        image = image.flatten(background=255)
    image = image.colourspace("b-w") if image.bands > 1 else image
    return image.cast("uchar")


def _truth(folder: Path, page: int) -> str:
    return (folder / f"vietnamese/vietsample.page{page}.gt.txt").read_text()


def _alto(kant: Path, page: str) -> str:
    """Return the text of an ALTO page, its lines in order."""
    tree = ET.parse(kant / f"OCR-D-GT-ALTO/PAGE_{page}_ALTO.xml")
    lines = (line for line in tree.iter() if line.tag.endswith("}TextLine"))
    return "\n".join(
        " ".join(part.get("CONTENT", "") for part in line if part.tag.endswith("}String"))
        for line in lines
    )


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the edit distance (Levenshtein) with Myers' bit vectors: 3,000 letters in a blink."""
    if not one or not other:
        return max(len(one), len(other))
    places: dict[str, int] = {}
    for at, item in enumerate(one):
        places[item] = places.get(item, 0) | 1 << at
    mask, top = (1 << len(one)) - 1, 1 << (len(one) - 1)
    plus, minus, score = mask, 0, len(one)
    for item in other:
        same = places.get(item, 0)
        vertical = same | minus
        across = (((same & plus) + plus) ^ plus) | same
        up, down = minus | ~(across | plus) & mask, plus & across
        score += bool(up & top) - bool(down & top)
        up, down = (up << 1 | 1) & mask, down << 1 & mask
        plus, minus = down | ~(vertical | up) & mask, up & vertical
    return score


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
