"""What one posting says, and the fields of the two shelves."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from whoosh import fields, formats
from whoosh.codec import whoosh3

from archive.search.analysis import GAP
from archive.search.engines import protocol as ask
from archive.search.streams import Streams


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


def _packed(forms: dict[str, list[int]]) -> bytes:
    parts = []
    for marked, places in forms.items():
        word = marked.encode()
        parts += [
            bytes((len(word),)),
            word,
            len(places).to_bytes(4, "little"),
            array("I", places).tobytes(),
        ]
    return b"".join(parts)


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


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's own format in larger blocks, packed less tightly: quicker to write and to read."""

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=1)

    def per_document_reader(self, storage: object, segment: object) -> _Lengthless:
        return _Lengthless(storage, segment)


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field that is given its words ready made, in order."""

    def __init__(self) -> None:
        self.format = _Places()
        self.scorable = self.stored = self.unique = False

    def index(self, value: Streams, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        found: dict[str, dict[str, list[int]]] = {}
        for place, (marked, folded) in enumerate(zip(value.marked, value.folded, strict=True)):
            forms = found.get(folded)
            if forms is None:
                found[folded] = {marked: [place]}
            elif marked in forms:
                forms[marked].append(place)
            else:
                forms[marked] = [place]
        found.pop(GAP, None)
        for folded, forms in found.items():
            count = sum(map(len, forms.values()))
            yield folded.encode(), count, float(count), _packed(forms)


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
