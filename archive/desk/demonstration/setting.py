"""Setting a text in pages, as lines with places: what `paper` paints and `print_file` prints.

Lengths are in points of a page of A4 (595 × 842).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

MATERIAL = Path(__file__).parent / "material"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 85, 545, 62, 786
SIZE, LEADING = 13, 18.5
FOOT = "Bản dựng lại để minh hoạ từ văn bản công khai – không phải ảnh chụp bản gốc"


@dataclass(frozen=True)
class Line:
    """One line of type: its left end and its baseline from the top, in points."""

    x: float
    y: float
    text: str
    size: float = SIZE
    bold: bool = False


@dataclass(frozen=True)
class Sheet:
    """One page of lines; the last one is the foot."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Return what stands on the page, without the foot, one line of type per line."""
        return "\n".join(line.text for line in self.lines[:-1])


@cache
def font_file(bold: bool) -> Path:
    weight = "Bold" if bold else "Regular"
    return MATERIAL / "fonts" / f"NotoSerif-{weight}-vietnamese.ttf"


@cache
def font(bold: bool, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(bold)), size)


def set_text(source: str) -> list[Sheet]:
    """Set a marked-up text (see `material/sources/PROVENANCE.md`) in pages."""
    pages: list[list[Line]] = [[]]
    y: float = TOP
    for paragraph in source.strip().splitlines():
        if paragraph == "---":
            pages.append([])
            y = TOP
            continue
        for line in _lines_of(paragraph):
            if y + line.y > BOTTOM:
                pages.append([])
                y = TOP - line.y
            pages[-1].append(Line(line.x, y + line.y, line.text, line.size, line.bold))
            y += line.y
    return [
        Sheet((*lines, _foot(number, len(pages)))) for number, lines in enumerate(pages, start=1)
    ]


def _lines_of(paragraph: str) -> Iterator[Line]:
    """Yield the lines of a paragraph; `y` is the way down from the line before."""
    mark, _, rest = paragraph.partition(" ")
    text = rest if mark in {"#", "^", "##", ">"} else paragraph
    bold = mark in {"#", "##", ">"}
    indent = 0 if mark in {"#", "^", ">"} else 28
    for number, words in enumerate(_wrapped(text, bold, RIGHT - LEFT, indent)):
        length = _length(words, bold)
        x: float = LEFT + (indent if number == 0 else 0)
        if mark in {"#", "^"}:
            x = (LEFT + RIGHT - length) / 2
        elif mark == ">":
            x = RIGHT - 130 - length / 2
        yield Line(x, LEADING + (5 if number == 0 else 0), words, SIZE, bold)


def _wrapped(text: str, bold: bool, width: float, indent: float) -> Iterator[str]:
    line = ""
    room = width - indent
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, bold) > room:
            yield line
            line, room = word, width
        else:
            line = longer
    yield line


def _length(text: str, bold: bool) -> float:
    return font(bold, SIZE).getlength(text)


def _foot(number: int, of: int) -> Line:
    return Line(LEFT, 815, f"{FOOT} · {number}/{of}", 8)
