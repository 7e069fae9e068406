"""What one posting says, and the fields of the two shelves."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from whoosh import fields, formats
from whoosh.codec import whoosh3

from archive.search.analysis import GAP, MOST_KNOWN
from archive.search.engines import protocol as ask
from archive.search.streams import Streams

LONG_LIST = 32


class _Places(formats.Format):  # type: ignore[misc]
    """What one posting says: under which marks the word stands in the document, and where.

    Whoosh takes its time by the posting, so there is one for every folded word and no more;
    marked words and pairs are read out of it. For each marked form: its length, the form, the
    number of its places, the places as four bytes each.
    """

    def decode_frequency(self, value: bytes) -> int:
        return sum(len(places) for _, places in forms_in(value))

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


@lru_cache(maxsize=MOST_KNOWN)
def _named(marked: str) -> bytes:
    word = marked.encode()
    return bytes((len(word),)) + word


def forms_in(value: bytes) -> Iterator[tuple[bytes, array[int]]]:
    at = 0
    while at < len(value):
        start = at + 1
        at = start + value[at]
        word = value[start:at]
        end = at + 4 + 4 * int.from_bytes(value[at : at + 4], "little")
        yield word, array("I", value[at + 4 : end])
        at = end


class _Lengthless(whoosh3.W3PerDocReader):  # type: ignore[misc]
    """Lengths are kept in our rows; Whoosh would look for a file of them at every posting."""

    def doc_field_length(self, number: int, field: str, default: int = 0) -> int:
        return default


class _PostingsWriter(whoosh3.W3PostingsWriter):  # type: ignore[misc]
    """Packs long lists only: most lists are short, and packing them cost more than making them."""

    def _write_block(self, last: bool = False) -> None:
        self._compression = 1 if len(self._ids) >= LONG_LIST else 0
        super()._write_block(last)


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's own format in larger blocks, packed less tightly: quicker to write and to read."""

    def __init__(self) -> None:
        super().__init__(blocklimit=512)

    def postings_writer(self, file: object, byteids: bool = False) -> _PostingsWriter:
        return _PostingsWriter(file, self._blocklimit, byteids)

    def per_document_reader(self, storage: object, segment: object) -> _Lengthless:
        return _Lengthless(storage, segment)


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field that is given its words ready made, in order."""

    def __init__(self) -> None:
        self.format = _Places()
        self.scorable = self.stored = self.unique = False

    def index(self, value: Streams, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, marked in enumerate(value.marked):
            places[marked].append(place)
        places.pop(GAP, None)
        folded_of = dict(zip(value.marked, value.folded, strict=True))
        found: dict[str, tuple[int, bytes]] = {}
        for marked, at in places.items():
            folded = folded_of[marked]
            count, others = found.get(folded, (0, b""))
            packed = _named(marked) + array("I", [len(at), *at]).tobytes()
            found[folded] = count + len(at), others + packed
        for folded, (count, packed) in found.items():
            yield folded.encode(), count, float(count), packed


def _record_schema() -> fields.Schema:
    schema = fields.Schema(key=fields.ID(unique=True), row=fields.STORED())
    for name in ask.TEXT_FIELDS:
        schema.add(name, _Words())
    return schema


def _passage_schema() -> fields.Schema:
    return fields.Schema(record=fields.ID(), row=fields.STORED(), text=_Words())


SHELVES = {"records": _record_schema, "passages": _passage_schema}


def all_places(value: bytes) -> array[int]:
    forms = [places for _, places in forms_in(value)]
    if len(forms) == 1:
        return forms[0]
    return array("I", sorted(place for places in forms for place in places))
