"""Vietnamese text: one form to store, one to compare, one to find, one to sort by.

Everything stored is NFC. Searching compares either canonical words (marks kept, spelling
variants united) or folded words (no marks at all); sorting follows the Vietnamese alphabet.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Combining mark → rank in the Vietnamese order of tones: huyền, hỏi, ngã, sắc, nặng."""

_MARKS = re.compile("[\u0300-\u036f]+")
_TONES = re.compile("[" + "".join(TONES) + "]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FORCED_DIRECTION = re.compile("[\u202d\u202e]")
_BARE_WORD = re.compile("[^\\W_]+")

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han letters, chữ Nôm and kana, as ranges for an expression: each is a word of its own, since
nothing stands between the words written in them."""
_LETTER = f"[^\\W_{HAN}]"
WORD = re.compile(
    f"[{HAN}](?<=[^\\W_])|{_LETTER}+(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060]+{_LETTER}*)*"
)

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]|"
_NUCLEUS = (
    "iêu|oai|oao|oay|oeo|uao|uay|uây|uôi|uya|uyê|uyu|ươi|ươu|yêu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uă|ue|uê|ui|uo|uô|uơ|uy|"
    "ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"({_ONSET})({_NUCLEUS})(ng|nh|ch|[cmnpt]|)")
_SHAPED = re.compile("[ăâêôơư]")
_Y = re.compile("[yỳỷỹýỵ]")

_LETTER_AFTER = {
    "ă": "a~",
    "â": "a~~",
    "ƀ": "b~",
    "đ": "d~",
    "ê": "e~",
    "ô": "o~",
    "ơ": "o~~",
    "ư": "u~",
}


class Word(NamedTuple):
    """A word in NFC and where it stands in the string it was cut from."""

    word: str
    start: int
    end: int


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def for_xml(text: str) -> str:
    """The text without the signs no XML may hold, and so no Word file, table or feed."""
    return _NO_XML.sub("", text)


def legible(text: str) -> str:
    """The text as whoever typed it saw it: a blank for each control character, no letters turned
    round by force, and nothing where nothing can be seen.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _FORCED_DIRECTION.sub("", _CONTROL.sub(" ", text))
    return "" if _INVISIBLE.search(text) and not _INVISIBLE.sub("", text).strip() else text


def fold(text: str) -> str:
    """The text in small base letters without any mark: `Đắk Nông` → `dak nong`.

    The crossed b of Ê Đê, M'Nông and K'Ho goes the way of đ.
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return nfc(bare.replace("đ", "d").replace("ƀ", "b"))


def canonical(text: str) -> str:
    """NFC in small letters with every tone mark where the older rule puts it: `hoà` → `hòa`."""
    lowered = nfc(nfc(text).casefold())
    if lowered.isascii():
        return lowered
    return WORD.sub(lambda match: _canonical_word(match.group()), lowered)


def index_form(text: str) -> str:
    """Canonical text in which i and y are one where both are written: `kỹ` = `kĩ`, `quý` = `quí`.

    Only a lone final y counts (and any y after qu), because `tay` and `tai` are different words.
    """
    united = canonical(text)
    if not _Y.search(united):
        return united
    return WORD.sub(lambda match: _index_word(match.group()), united)


def words(text: str) -> list[Word]:
    """The words of the text as NFC with their offsets in the text as given, be it NFD.

    Hyphens part words, so that the older `Việt-Nam` is found as `Việt Nam`. A Han letter is a word.
    """
    return [Word(_clean(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]


def bare_words(text: str) -> str:
    """The letters and digits of the text, with one blank between words and nothing else.

    Two texts that differ only in hyphens, stops and blanks give the same; case and marks are the
    caller's to unite before (`canonical`, `fold`).
    """
    return " ".join(_BARE_WORD.findall(text))


def sort_key(text: str) -> str:
    """An ASCII key whose byte order is the Vietnamese dictionary order.

    Word by word: letters first (a ă â b … d đ e ê …), then tones (ngang huyền hỏi ngã sắc nặng);
    numbers by value.
    """
    return " ".join(_word_key(word.word) for word in words(text))


def given_name_key(full_name: str) -> str:
    """A key to sort persons as Vietnamese lists do: by given name, then family and middle names.

    What follows a comma, a bracket or `tức` is an alias and does not count.
    """
    name = re.split(r"[(\[,;/]|\btức\b", nfc(full_name), maxsplit=1)[0]
    parts = [word.word for word in words(name)] or [word.word for word in words(full_name)]
    return sort_key(" ".join(parts[-1:] + parts[:-1]))


def is_syllable(word: str) -> bool:
    """Tell whether a Vietnamese could spell so: sounds that exist, one tone, marks that agree."""
    bare, tone = _split_tone(nfc(word).lower())
    syllable = _SYLLABLE.fullmatch(bare)
    if syllable is None or len(tone) > 1:
        return False
    # A syllable that ends in a stop bears only sắc or nặng.
    return syllable[3] not in ("c", "ch", "p", "t") or tone in ("\u0301", "\u0323")


def may_be_syllable(folded: str) -> bool:
    """Tell whether a syllable a Vietnamese could spell is `folded` without its marks."""
    return _BARE_SYLLABLE.fullmatch(folded) is not None


def _clean(word: str) -> str:
    return word if word.isascii() else nfc(_INVISIBLE.sub("", word))


def _split_tone(word: str) -> tuple[str, str]:
    """The word without tone marks (NFC, vowel shapes kept) and the tone marks it bore."""
    decomposed = unicodedata.normalize("NFD", word)
    return nfc(_TONES.sub("", decomposed)), "".join(_TONES.findall(decomposed))


_BARE_SYLLABLE = re.compile(fold(_SYLLABLE.pattern))


@lru_cache(maxsize=65536)
def _canonical_word(word: str) -> str:
    bare, tone = _split_tone(word)
    syllable = _SYLLABLE.fullmatch(bare)
    if len(tone) != 1 or syllable is None:
        return word
    onset, nucleus, coda = syllable.groups()
    seat = _tone_seat(nucleus, coda)
    return onset + nucleus[:seat] + nfc(nucleus[seat] + tone) + nucleus[seat + 1 :] + coda


def _tone_seat(nucleus: str, coda: str) -> int:
    """Which vowel bears the tone: the last shaped one, else by the older rule of placement."""
    shaped = [match.start() for match in _SHAPED.finditer(nucleus)]
    if shaped:
        return shaped[-1]
    if len(nucleus) == 3:
        return 1
    return len(nucleus) - 1 if coda else 0


@lru_cache(maxsize=65536)
def _index_word(word: str) -> str:
    bare, tone = _split_tone(word)
    syllable = _SYLLABLE.fullmatch(bare)
    if syllable is None:
        return word
    onset, nucleus, coda = syllable.groups()
    if nucleus != "y" or (coda and onset != "qu"):
        return word
    return onset + nfc("i" + tone) + coda


def _word_key(word: str) -> str:
    if word.isdecimal() and len(word) <= 18:
        return f"{int(word):010d}"
    bare, tones = _split_tone(nfc(word.casefold()))
    letters = "".join(_LETTER_AFTER.get(letter) or fold(letter) for letter in bare)
    return f"{letters} {''.join(str(TONES[tone]) for tone in tones) or '0'}"
