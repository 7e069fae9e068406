"""Vietnamese text from before Unicode: recognised, converted to NFC, and what was lost said.

Recognising asks one question of every encoding: how many of the words that bear marks are words a
Vietnamese could spell? The text as given is the first candidate, so that French or correct
Vietnamese stays as it is.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from archive.values.legacy_tables import TCVN3, VIQR_SHAPES, VIQR_TONES, VISCII, VNI, VPS
from archive.values.text import is_syllable, nfc

_CONVINCING = 0.8
_SAMPLE = 20_000
_AT_ONCE = 1 << 20
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~]+")
_PUNCTUATION = "“”‘’„‚–—…«»‹›·•§©®™°±×\u00ad\u00a0\ufeff\ufffd"
_VNI_SIGN = re.compile("|".join(sorted((re.escape(sign) for sign in VNI), key=len, reverse=True)))
_VIQR_SIGN = re.compile(
    r"\\(?P<escaped>.)|(?P<d>[dD])(?P<d2>[dD])"
    r"|(?P<vowel>[aeiouyAEIOUY])(?P<shape>(?<=[aeoAEO])\^|(?<=[aA])\(|(?<=[ouOU])[+*])?"
    r"(?P<tone>['`~]|[?.](?!\.\.)(?=[^\W\d_]|[,;:)!?.\"]| [^\W_])|(?<=[\^(+*])[?.](?!\s*$))?"
)
_VIQR_EVIDENCE = re.compile(r"[aeoAEO]\^|[aA]\(|[ouOU]\+|\b[dD]d|[aeiouy]['`~][a-z]")


class UnreadableText(ValueError):
    """The bytes are no text in any encoding known here."""


@dataclass(frozen=True)
class Converted:
    """Text as NFC, the text as it was, the encoding found and what the way cost.

    `encoding` is empty when nothing had to be done. `restored` counts words whose capitals were
    put back (`VIệT` → `VIỆT`): TCVN3 has no toned capitals. `lost` counts signs the encoding
    gives no meaning to; they stand as U+FFFD.
    """

    text: str
    original: str
    encoding: str = ""
    restored: int = 0
    lost: int = 0

    @property
    def is_from_a_font(self) -> bool:
        """The letters meant what they meant only in a font made for them."""
        return self.encoding in ("tcvn3", "viscii", "vps", "vni")

    @property
    def capitals_uncertain(self) -> bool:
        """Headings set in a capital font of TCVN3 come out small and nothing can tell them."""
        return self.encoding == "tcvn3"

    @property
    def way(self) -> dict[str, str | int]:
        """Which encoding was found and what the way to Unicode cost, to be kept beside the text."""
        return {
            "encoding": self.encoding,
            "restored": self.restored,
            "lost": self.lost,
            "capitals_uncertain": self.capitals_uncertain,
        }


def convert(text: str) -> Converted:
    """The text with legacy Vietnamese turned into Unicode, if it convincingly is any."""
    return _way_to_unicode(text, is_ascii=text.isascii())(text)


def _way_to_unicode(sample: str, *, is_ascii: bool) -> Callable[[str], Converted]:
    """How a text that begins with `sample` is converted, the whole of it or line by line."""
    if is_ascii:
        return _out_of_viqr if _is_viqr(sample[:_SAMPLE]) else _as_given
    # Composed it may be several times shorter.
    if encoding := _recognise(nfc(sample[: 10 * _SAMPLE])):
        return lambda text: _converted(nfc(text), text, encoding)
    return _composed


def _as_given(text: str) -> Converted:
    return Converted(text, text)


def _composed(text: str) -> Converted:
    if text.isascii():
        return Converted(text, text)
    return _line_by_line(nfc(text), text)


def convert_as(text: str, encoding: str) -> Converted:
    """Text of which the encoding is known from its surroundings; proper Unicode in it stays."""
    composed = nfc(text)
    if text.isascii() or any(sign.isalpha() and sign not in _BYTE_OF for sign in composed):
        return Converted(composed, text)
    return _converted(composed, text, encoding)


def decode(data: bytes) -> Converted:
    """Bytes of a text file as text, whatever Vietnamese encoding they are in.

    Tried in order: byte order marks, UTF-8 (with a few broken signs, too), UTF-16 by its zero
    bytes, then the encodings of one byte by what they spell, and lines each in its own. A few zero
    bytes, as a broken-off program leaves, are passed over. Raises UnreadableText for what holds
    many and is no UTF-16.
    """
    reading = _reading_of(io.BytesIO(data))
    return reading.read(data[reading.begin :])


class Lines:
    """The text of a file that is too long to be held: as `decode` has it, some lines at a time.

    What the way to Unicode cost is known when all have been read.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._reading = _reading_of(file)
        self.encoding = self._reading.name
        self.restored = 0
        self.lost = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the text in parts, each ending with a line."""
        plain = self._reading.name
        for data in _parts(self._file, self._reading.begin, self._reading.line_end):
            part = self._reading.read(data)
            self.restored += part.restored
            self.lost += part.lost
            if part.encoding != plain and self.encoding in (plain, "decomposed"):
                self.encoding = part.encoding
            yield part.text


@dataclass(frozen=True)
class _Reading:
    """How the bytes of a file are read: what its encoding is called, and where its text begins."""

    name: str
    read: Callable[[bytes], Converted]
    begin: int = 0
    line_end: bytes = b"\n"
    """Behind it a part may end; none where what is read needs what follows."""


def _reading_of(file: BinaryIO) -> _Reading:
    """Find out how a file is to be read, from all that is in it. Raises UnreadableText."""
    if known := _unicode(file):
        return known
    file.seek(0)
    if best := _recognise_bytes(file.read(4 * _SAMPLE).replace(b"\0", b"")):
        return _Reading(best, lambda data: _from_bytes(data.replace(b"\0", b""), best))
    return _Reading("cp1252", lambda data: _each_line(data.replace(b"\0", b"")))


def _from_bytes(data: bytes, encoding: str) -> Converted:
    """Read an encoding of one byte; none is the western one."""
    if encoding == "cp1258":
        chosen = nfc(data.decode(encoding, errors="replace"))
        return Converted(chosen, _western(data), encoding, lost=chosen.count("\ufffd"))
    western = _western(data)
    if encoding in _BYTE_READERS:
        return _converted(data.decode("latin-1"), western, encoding)
    if encoding:
        return _converted(western, western, encoding)
    return Converted(western, western, "cp1252")


def _each_line(data: bytes) -> Converted:
    """Read what was put together from files in several encodings; the western one is the last.

    A line says itself what it is in; one with too few words for that is in what the last was in.
    """
    parts = []
    encoding = ""
    for line in data.split(b"\n"):
        part, encoding = _line(line, encoding)
        parts.append(part)
    text = "\n".join(part.text for part in parts)
    found = [part.encoding for part in parts if part.encoding not in ("", "cp1252")]
    return Converted(
        text,
        "\n".join(part.original for part in parts),
        found[0] if found else "cp1252",
        sum(part.restored for part in parts),
        sum(part.lost for part in parts),
    )


def _line(line: bytes, encoding: str) -> tuple[Converted, str]:
    """A line, and in what the next one is if it does not say."""
    if line.isascii():
        text = line.decode()
        return Converted(text, text), encoding
    with suppress(UnicodeDecodeError):
        text = line.decode("utf-8")
        return Converted(nfc(text), text), encoding
    if len(_marked_words(_western(line))) >= _TELLING:
        encoding = _recognise_bytes(line)
    return _from_bytes(line, encoding), encoding


def _parts(file: BinaryIO, begin: int, line_end: bytes) -> Iterator[bytes]:
    """Yield what stands in a file from `begin` on, some whole lines at a time.

    What ends no line is put by, and joined once one ends: all of a file may be one line.
    """
    file.seek(begin)
    unended: list[bytes] = []
    while chunk := file.read(_AT_ONCE if line_end else -1):
        if cut := _end_of_lines(chunk, line_end):
            part, unended = b"".join([*unended, chunk[:cut]]), []
            yield part
        unended.append(chunk[cut:])
    if part := b"".join(unended):
        unended.clear()
        yield part


def _end_of_lines(data: bytes, line_end: bytes) -> int:
    """Return where the last whole line ends, nought where none does. `data` begins with a sign."""
    width = len(line_end)
    found = data.rfind(line_end) if line_end else -1
    while found > 0 and found % width:
        found = data.rfind(line_end, 0, found + width - 1)
    return found + width if found >= 0 else 0


def _recognise_bytes(sample: bytes) -> str:
    latin, western = sample.decode("latin-1"), _western(sample)
    candidates = {
        "cp1258": nfc(sample.decode("cp1258", errors="replace")),
        **{name: _converted(latin, western, name).text for name in _BYTE_READERS},
        "vni": _from_vni(western)[0],
    }
    return _best(western, candidates)


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe", "utf-16", "utf-16-le"),
    (b"\xfe\xff", "utf-16", "utf-16-be"),
)


def _unicode(file: BinaryIO) -> _Reading | None:
    """How a file in Unicode is read. Raises UnreadableText where zero bytes make no UTF-16."""
    head = file.read(3)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return _reading_in(codec, name, file, len(mark))
    even = odd = controls = size = 0
    file.seek(0)
    while chunk := file.read(_AT_ONCE):
        even, odd = even + chunk[::2].count(0), odd + chunk[1::2].count(0)
        controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        size += len(chunk)
    if (even + odd) * _BYTES_TO_A_ZERO <= size:
        if _is_utf8(file):
            return _reading_in("utf-8", "utf-8", file)
        # Sound and pictures have few zeros too, but signs of every kind with them.
        if not even + odd or controls * _BYTES_TO_A_ZERO <= size:
            return None
        raise UnreadableText
    if max(even, odd) * 4 > size:
        return _reading_in("utf-16-le" if odd > even else "utf-16-be", "utf-16", file)
    raise UnreadableText


def _reading_in(codec: str, name: str, file: BinaryIO, begin: int = 0) -> _Reading:
    line_end = "\n".encode(codec)
    texts = (_text(data, codec) for data in _parts(file, begin, line_end))
    sample = next(texts, "")
    is_ascii = sample.isascii() and all(text.isascii() for text in texts)
    convert = _way_to_unicode(sample, is_ascii=is_ascii)

    def read(data: bytes) -> Converted:
        text = _text(data, codec)
        inner = convert(text.replace("\0", ""))
        broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        lost = inner.lost + max(0, broken)
        return Converted(inner.text, inner.original, inner.encoding or name, inner.restored, lost)

    return _Reading(name, read, begin, b"" if convert is _out_of_viqr else line_end)


def _text(data: bytes, codec: str) -> str:
    """Unicode as text, also where a program broke off signs or wrote halves of surrogates."""
    if codec == "utf-8":
        data = _joined_pairs(data)
    return data.decode(codec, errors="replace")


def _is_utf8(file: BinaryIO) -> bool:
    """Tell UTF-8, also with broken signs, from the encodings of one byte.

    A few broken signs among many whole ones are faults of a UTF-8 file: in another encoding hardly
    two bytes in a row happen to be a sign of UTF-8.
    """
    beyond = broken = 0
    is_broken = False
    for data in map(_joined_pairs, _parts(file, 0, b"\n")):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            is_broken = True
            text = data.decode("utf-8", errors="replace")
        broken += text.count("\ufffd")
        beyond += len(text) - len(text.encode("ascii", "ignore"))
    return not is_broken or beyond - broken >= _WHOLE_TO_BROKEN * broken


def _joined_pairs(data: bytes) -> bytes:
    return _LONE.sub(b"\xef\xbf\xbd", _PAIR.sub(_joined, data))


_WHOLE_TO_BROKEN = 10
_BYTES_TO_A_ZERO = 100
_CONTROLS = bytes({*range(1, 9), *range(14, 32), 127} - {26})
_TELLING = 3
"""As many words with marks say what a line is in."""
_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_LONE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _joined(pair: re.Match[bytes]) -> bytes:
    """A sign beyond the first plane, written as two surrogates (CESU-8), as UTF-8 has it."""
    halves = pair.group().decode("utf-8", "surrogatepass").encode("utf-16-be", "surrogatepass")
    return halves.decode("utf-16-be").encode()


def _western(data: bytes) -> str:
    """Windows-1252, its five unassigned bytes as control signs."""
    return "".join(_CP1252[byte] for byte in data)


_CP1252 = [
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
    for byte in range(256)
]
_BYTE_OF = {sign: byte for byte, sign in enumerate(_CP1252)} | {
    chr(byte): byte for byte in range(256)
}


def _from_table(table: dict[int, str]) -> Callable[[str], tuple[str, int]]:
    """A reader of text whose signs stand for bytes, be it as Latin-1 or as Windows-1252."""
    letters = {sign: table[byte] for sign, byte in _BYTE_OF.items() if byte in table}
    translation = str.maketrans(letters)

    def read(text: str) -> tuple[str, int]:
        lost = sum("\x80" <= sign < "\xa0" and sign not in letters for sign in text)
        read_text = text.translate(translation)
        return re.sub("[\x80-\x9f]", "\ufffd", read_text), lost

    return read


def _from_vni(text: str) -> tuple[str, int]:
    return nfc(_VNI_SIGN.sub(lambda match: VNI[match.group()], text)), 0


_BYTE_READERS = {
    "tcvn3": _from_table(TCVN3),
    "viscii": _from_table(VISCII),
    "vps": _from_table(VPS),
}
_READERS = {**_BYTE_READERS, "vni": _from_vni}


def _converted(text: str, original: str, encoding: str) -> Converted:
    converted, lost = _READERS[encoding](text)
    restored = 0
    if encoding == "tcvn3":
        converted, restored = _restore_capitals(converted)
    return Converted(nfc(converted), original, encoding, restored, lost)


def _restore_capitals(text: str) -> tuple[str, int]:
    """Words whose plain letters are all capitals get their toned letters as capitals too.

    Where the capital stands beside its own small toned letter (`Uủy`), as typists helped
    themselves, the two become one.
    """
    count = 0

    def restore(match: re.Match[str]) -> str:
        nonlocal count
        word = match.group()
        mended = _DOUBLED.sub(_merged, word)
        plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
        shouted = len(plain) > 1 or (plain and word[0] != plain[0])
        if mended == word and shouted and all(p.isupper() for p in plain):
            mended = word.upper()
        count += mended != word
        return mended

    return re.sub(r"[^\W\d_]+", restore, text), count


_DOUBLED = re.compile(r"([AĂÂEÊIOÔƠUƯY])([à-ỹ])")


def _merged(pair: re.Match[str]) -> str:
    capital, toned = pair.groups()
    shape = re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", unicodedata.normalize("NFD", toned))
    same = nfc(shape) == capital.lower() and nfc(shape) != toned
    return toned.upper() if same else pair.group()


def _recognise(text: str) -> str:
    """The encoding a text was mistaken for Unicode in, or nothing."""
    sample = text[:_SAMPLE]
    if any(sign.isalpha() and sign not in _BYTE_OF for sign in sample):
        return ""  # letters no encoding of one byte could have been mistaken for
    return _best(sample, {name: _converted(sample, sample, name).text for name in _READERS})


def _best(as_given: str, candidates: dict[str, str]) -> str:
    as_given = as_given[:_SAMPLE]
    own = _plausibility(as_given)
    scores = {name: _plausibility(text[:_SAMPLE]) for name, text in candidates.items()}
    best = max(scores, key=lambda name: scores[name])
    marked = _marked_words(as_given)
    if not marked:
        return ""
    if scores[best] < _CONVINCING or scores[best] <= own or (own > 0.5 and len(marked) < 4):
        return ""
    # One odd word may be a foreign name; a sign inside it that is no letter gives it away.
    alone = len(marked) == 1 and all(sign.isalpha() for sign in marked[0])
    return "" if alone else best


def _plausibility(text: str) -> float:
    """Which share of the words that bear marks are Vietnamese syllables."""
    marked = _marked_words(text)
    if not marked:
        return 0.0
    return sum(is_syllable(word) for word in marked) / len(marked)


def _marked_words(text: str) -> list[str]:
    stripped = (token.strip(_PUNCTUATION) for token in _TOKEN.findall(text))
    return [token for token in stripped if not token.isascii()]


def _line_by_line(text: str, original: str) -> Converted:
    """A text pasted together from two encodings: each line that convinces by itself."""
    lines = text.split("\n")
    found = [_recognise(line) if len(_marked_words(line)) >= _TELLING else "" for line in lines]
    if not any(found):
        return Converted(text, original, "decomposed" if text != original else "")
    parts = [
        _converted(line, line, encoding) if encoding else Converted(line, line)
        for line, encoding in zip(lines, found, strict=True)
    ]
    return Converted(
        "\n".join(part.text for part in parts),
        original,
        next(encoding for encoding in found if encoding),
        sum(part.restored for part in parts),
        sum(part.lost for part in parts),
    )


def _is_viqr(sample: str) -> bool:
    """Tell VIQR from plain ASCII (`don't`, `e.g.`)."""
    if len(_VIQR_EVIDENCE.findall(sample)) < 3:
        return False
    marked = _marked_words(_from_viqr(sample))
    return (
        len(marked) >= 3 and sum(is_syllable(word) for word in marked) / len(marked) >= _CONVINCING
    )


def _out_of_viqr(text: str) -> Converted:
    return Converted(_from_viqr(text), text, "viqr")


def _from_viqr(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        if match["d"]:
            return "đ" if match["d"] == "d" else "Đ"
        shape, tone = VIQR_SHAPES.get(match["shape"] or ""), VIQR_TONES.get(match["tone"] or "")
        return unicodedata.normalize("NFC", match["vowel"] + (shape or "") + (tone or ""))

    return _VIQR_SIGN.sub(letter, text)
