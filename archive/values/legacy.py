"""Vietnamese text from before Unicode: recognised, converted to NFC, and what was lost said.

Recognising asks one question of every encoding: how many of the words that bear marks are words a
Vietnamese could spell? The text as given is the first candidate, so that French or correct
Vietnamese stays as it is.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from archive.values.legacy_tables import TCVN3, VIQR_SHAPES, VIQR_TONES, VISCII, VNI, VPS
from archive.values.text import is_syllable, nfc

_CONVINCING = 0.8
_SAMPLE = 20_000
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
    if text.isascii():
        viqr = _convincing_viqr(text)
        return Converted(viqr, text, "viqr") if viqr is not None else Converted(text, text)
    composed = nfc(text)
    encoding = _recognise(composed)
    if encoding:
        return _converted(composed, text, encoding)
    if "\n" in composed:
        return _line_by_line(composed, text)
    return Converted(composed, text, "decomposed" if composed != text else "")


def convert_as(text: str, encoding: str) -> Converted:
    """Text of which the encoding is known from its surroundings; proper Unicode in it stays."""
    composed = nfc(text)
    if text.isascii() or any(sign.isalpha() and sign not in _BYTE_OF for sign in composed):
        return Converted(composed, text)
    return _converted(composed, text, encoding)


def decode(data: bytes) -> Converted:
    """Bytes of a text file as text, whatever Vietnamese encoding they are in.

    Tried in order: byte order marks, UTF-8 (with a few broken signs, too), UTF-16 by its zero
    bytes, then the encodings of one byte by what they spell. Raises UnreadableText for what holds
    zero bytes and is no UTF-16.
    """
    text, encoding = _unicode(data)
    if text is not None:
        inner = convert(text)
        broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        lost = inner.lost + max(0, broken)
        return Converted(
            inner.text, inner.original, inner.encoding or encoding, inner.restored, lost
        )
    if b"\0" in data:
        raise UnreadableText
    best = _recognise_bytes(data[: 4 * _SAMPLE])
    if best == "cp1258":
        chosen = nfc(data.decode(best, errors="replace"))
        return Converted(chosen, _western(data), best, lost=chosen.count("\ufffd"))
    western = _western(data)
    if best in _BYTE_READERS:
        return _converted(data.decode("latin-1"), western, best)
    return _converted(western, western, best) if best else Converted(western, western, "cp1252")


def _recognise_bytes(sample: bytes) -> str:
    latin, western = sample.decode("latin-1"), _western(sample)
    candidates = {
        "cp1258": nfc(sample.decode("cp1258", errors="replace")),
        **{name: _converted(latin, western, name).text for name in _BYTE_READERS},
        "vni": _from_vni(western)[0],
    }
    return _best(western, candidates)


def _unicode(data: bytes) -> tuple[str | None, str]:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    for mark, codec in marks:
        if data.startswith(mark):
            return data.decode(codec, errors="replace"), codec
    try:
        if b"\0" not in data:
            return _nearly_utf8(data), "utf-8"
        even, odd = data[::2].count(0), data[1::2].count(0)
        codec = "utf-16-le" if odd > even else "utf-16-be"
        if max(even, odd) * 4 > len(data) and len(data) % 2 == 0:
            return data.decode(codec, errors="replace"), "utf-16"
    except UnicodeDecodeError:
        pass
    return None, ""


def _nearly_utf8(data: bytes) -> str:
    """UTF-8, also where a program broke off signs or wrote halves of a pair of surrogates.

    A few broken signs among many whole ones are faults of a UTF-8 file: in another encoding hardly
    two bytes in a row happen to be a sign of UTF-8. Raises UnicodeDecodeError for what is not.
    """
    whole = _LONE.sub(b"\xef\xbf\xbd", _PAIR.sub(_joined, data))
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        text = whole.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if sum(not sign.isascii() for sign in text) - broken < _WHOLE_TO_BROKEN * broken:
            raise
        return text


_WHOLE_TO_BROKEN = 10
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
    found = [_recognise(line) if len(_marked_words(line)) >= 3 else "" for line in lines]
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


def _convincing_viqr(text: str) -> str | None:
    """The text out of VIQR, or None if it looks like plain ASCII (`don't`, `e.g.`)."""
    sample = text[:_SAMPLE]
    if len(_VIQR_EVIDENCE.findall(sample)) < 3:
        return None
    marked = _marked_words(_from_viqr(sample))
    if len(marked) < 3 or sum(is_syllable(word) for word in marked) / len(marked) < _CONVINCING:
        return None
    return _from_viqr(text)


def _from_viqr(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        if match["d"]:
            return "đ" if match["d"] == "d" else "Đ"
        shape, tone = VIQR_SHAPES.get(match["shape"] or ""), VIQR_TONES.get(match["tone"] or "")
        return unicodedata.normalize("NFC", match["vowel"] + (shape or "") + (tone or ""))

    return _VIQR_SIGN.sub(letter, text)
