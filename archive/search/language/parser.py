"""Reading a query with Whoosh's parser and its plugins. Nothing a reader types makes it fail."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from whoosh import qparser, query
from whoosh.qparser import syntax

from archive.search.analysis import Forms, tokens, word_forms
from archive.search.language.tree import (
    And,
    Fuzzy,
    Not,
    Note,
    Or,
    Parsed,
    Phrase,
    Prefix,
    Tree,
    Word,
    Years,
)

LONGEST_QUERY = 1000
MOST_WORDS = 64
DEEPEST_BRACKETS = 8
SHORTEST_PREFIX = 2
SHORTEST_FUZZY = 4
WIDEST_DISTANCE = 20

FIELDS = {
    "title": "title", "tựa": "title", "tua": "title",
    "person": "person", "người": "person", "nguoi": "person",
    "place": "place", "nơi": "place", "noi": "place",
    "unit": "unit", "đơnvị": "unit", "donvi": "unit",
    "code": "code", "mã": "code", "ma": "code",
    "year": "year", "năm": "year", "nam": "year",
}  # fmt: skip
"""What may stand before a colon, and the field it names."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | {"（": "(", "）": ")", "：": ":"})
_YEARS = re.compile(r"(\d{1,4})?(?:\.\.|-|–)(\d{1,4})?|(\d{1,4})")
_SIGNS = re.compile(r'["()*~]|\w:\S')
_FIELD_GAP = re.compile(rf"(?<![^\s(])((?i:{'|'.join(FIELDS)})):\s+(?=\S)")
_ENGLISH = {"and": "AND", "or": "OR", "not": "NOT"}
_BOTH = {"and": "AND|VÀ", "or": "OR|HOẶC", "not": "NOT|KHÔNG"}


def parse(text: str) -> Parsed:
    """Return what `text` asks for; whatever cannot be parsed is taken as words."""
    notes: set[Note] = set()
    text = _clean(text, notes)
    tree: Tree | None
    if _brackets_are_too_deep(text):
        notes.add(Note.AS_WORDS)
        tree = _as_words(text)
    else:
        try:
            tree = _read(_parser(_shouts(text)).parse(text, normalize=False), notes)
        except (qparser.QueryParserError, ValueError, IndexError, RecursionError):
            notes.add(Note.AS_WORDS)
            tree = _as_words(text)
    return Parsed(text, tree, _is_plain(text), frozenset(notes))


def as_words(parsed: Parsed) -> Parsed:
    """Return the same query with every sign of the language taken for a word or for nothing."""
    return replace(parsed, tree=_as_words(parsed.text), is_plain=True)


def _clean(text: str, notes: set[Note]) -> str:
    """Return `text` in NFC, on one line, without invisible characters, not too long."""
    if len(text) > LONGEST_QUERY:
        notes.add(Note.CUT)
        text = text[:LONGEST_QUERY]
    text = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Zl", "Zp"} else letter
        for letter in unicodedata.normalize("NFC", text.translate(_QUOTES))
        if unicodedata.category(letter) != "Cf"
    )
    if len(words := tokens(text)) > MOST_WORDS:
        notes.add(Note.CUT)
        text = text[: words[MOST_WORDS].start]
    return _FIELD_GAP.sub(r"\1:", " ".join(text.split()))


def _brackets_are_too_deep(text: str) -> bool:
    depth = deepest = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        deepest = max(deepest, depth)
    return deepest > DEEPEST_BRACKETS


def _shouts(text: str) -> bool:
    """Tell whether all is in capitals, so that VÀ and KHÔNG are words like the others."""
    return text == text.upper()


def _is_plain(text: str) -> bool:
    signs = _ENGLISH if _shouts(text) else _BOTH
    operators = "|".join(signs.values()).split("|")
    return not _SIGNS.search(text) and not any(word in operators for word in text.split())


@lru_cache(maxsize=2)
def _parser(shouting: bool) -> qparser.QueryParser:
    signs = _ENGLISH if shouting else _BOTH
    names = "|".join(FIELDS)
    return qparser.QueryParser(
        "all",
        schema=None,
        plugins=[
            qparser.WhitespacePlugin(),
            qparser.PhrasePlugin(),
            qparser.GroupPlugin(),
            qparser.FieldsPlugin(
                rf"(?<![^\s(])(?P<text>(?i:{names})):(?=[^\s)])", remove_unknown=False
            ),
            qparser.PrefixPlugin(),
            qparser.FuzzyTermPlugin(),
            qparser.OperatorsPlugin(_operators(signs), clean=True),
        ],
    )


class _Together(syntax.InfixOperator):  # type: ignore[misc]
    """AND says what standing side by side says already, so it only goes away.

    Whoosh's own would join a bracket on its left and break it open.
    """

    def replace_self(self, parser: object, group: syntax.GroupNode, position: int) -> int:
        del group.nodes[position]
        return position


class _Alternative(syntax.InfixOperator):  # type: ignore[misc]
    """OR parts everything to its left from everything to its right, as far as the brackets go.

    Whoosh's own takes one word on either side, which halves every Vietnamese word.
    """

    def replace_self(self, parser: object, group: syntax.GroupNode, position: int) -> int:
        sides: list[list[syntax.SyntaxNode]] = [[]]
        for node in group:
            if isinstance(node, _Alternative):
                sides.append([])
            else:
                sides[-1].append(node)
        groups = [syntax.AndGroup(side) for side in sides if side]
        group.nodes[:] = [syntax.OrGroup(groups)] if len(groups) > 1 else groups
        return len(group)


def _operators(signs: dict[str, str]) -> list[tuple[object, int]]:
    tagger = qparser.OperatorsPlugin.OpTagger
    before_word = rf"(?:^|(?<=[\s(]))(?:{signs['not']})(?=\s)"
    return [
        (tagger(before_word, syntax.NotGroup, syntax.PrefixOperator), 0),
        (tagger(rf"(?<=\s)(?:{signs['and']})(?=\s)", syntax.AndGroup, _Together), 0),
        (tagger(rf"(?<=\s)(?:{signs['or']})(?=\s)", syntax.OrGroup, _Alternative), 0),
    ]


def _read(node: query.Query, notes: set[Note]) -> Tree | None:
    """Turn Whoosh's tree into ours; None is what says nothing, like a lone bracket."""
    match node:
        case query.And() | query.Or():
            return _join(node, notes)
        case query.Not():
            part = _read(node.query, notes)
            return None if part is None else Not(part)
        case query.FuzzyTerm():
            return _fuzzy(_field(node), node.text, notes)
        case query.Prefix():
            return _prefix(_field(node), node.text, notes)
        case query.Phrase():
            distance = min(node.slop, WIDEST_DISTANCE) if node.slop > 1 else None
            return _phrase(_field(node), " ".join(node.words), distance)
        case query.Term():
            return _word(_field(node), node.text, notes)
    return None


def _join(node: query.And | query.Or, notes: set[Note]) -> Tree | None:
    parts = tuple(part for child in node if (part := _read(child, notes)) is not None)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Or(parts) if isinstance(node, query.Or) else And(parts)


def _field(node: query.Query) -> str:
    return FIELDS.get(node.fieldname.casefold(), "all")


def _word(field: str, text: str, notes: set[Note]) -> Tree | None:
    if field == "year":
        return _years(text, notes)
    if "*" in text.strip("*"):
        notes.add(Note.STAR_INSIDE)
    return _phrase(field, text, None)


def _phrase(field: str, text: str, distance: int | None) -> Tree | None:
    forms = tuple(word_forms(text))
    field = "all" if field == "year" else field
    if len(forms) < 2:
        return Word(field, forms[0]) if forms else None
    return Phrase(field, forms, distance)


def _prefix(field: str, text: str, notes: set[Note]) -> Tree | None:
    *before, last = [*word_forms(text)] or [Forms("", "")]
    if before or field in {"year", "code"}:
        return _word(field, text, notes)
    if len(last.folded) < SHORTEST_PREFIX:
        notes.add(Note.SHORT_PREFIX)
        return _word(field, text, notes)
    return Prefix(field, text.casefold())


def _fuzzy(field: str, text: str, notes: set[Note]) -> Tree | None:
    forms = word_forms(text)
    if field == "year" or len(forms) != 1:
        return _word(field, text, notes)
    if len(forms[0].folded) < SHORTEST_FUZZY:
        notes.add(Note.SHORT_FUZZY)
        return Word(field, forms[0])
    return Fuzzy(field, forms[0])


def _years(text: str, notes: set[Note]) -> Tree | None:
    match = _YEARS.fullmatch(text)
    if match is None or not any(match.groups()):
        notes.add(Note.BAD_YEAR)
        return _phrase("all", text, None)
    first, last, only = (int(year) if year else None for year in match.groups())
    if only is not None:
        first = last = only
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(first, last)


def _as_words(text: str) -> Tree | None:
    words = tuple(Word("all", forms) for forms in word_forms(text))
    if len(words) < 2:
        return words[0] if words else None
    return And(words)
