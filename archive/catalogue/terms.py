"""Reading the vocabularies: what a code is called, what code a word means, what may be chosen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from archive.catalogue.models import Term, Vocabulary
from archive.values.text import bare_words, canonical, fold

# Fields of a description whose values are codes of terms.
TERM_FIELDS: Mapping[str, Vocabulary] = {
    "level": Vocabulary.LEVEL,
    "document_type": Vocabulary.DOCUMENT_TYPE,
    "originality": Vocabulary.ORIGINALITY,
    "condition": Vocabulary.CONDITION,
    "reliability": Vocabulary.RELIABILITY,
    "retention": Vocabulary.RETENTION,
    "languages": Vocabulary.LANGUAGE,
    "scripts": Vocabulary.SCRIPT,
    # A level need not have one; a record begins as good (`condition`).
    "preservation": Vocabulary.CONDITION,
}
# Of these a description keeps several codes, with commas.
SEVERAL = frozenset({"languages", "scripts"})
# These cannot be left empty.
REQUIRED = frozenset({"level", "condition"})


class UnknownTerm(Exception):
    """A value is not the code of a term of the field's vocabulary."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


class Terms:
    """Every term there is, read in one query when it is first asked: for a page, a form, a file."""

    @cached_property
    def _known(self) -> defaultdict[str, dict[str, Term]]:
        known: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        for term in Term.objects.all():
            known[term.vocabulary][term.code] = term
        return known

    @cached_property
    def _by_id(self) -> dict[int, Term]:
        return {term.pk: term for terms in self._known.values() for term in terms.values()}

    def _meant(self, term: Term) -> Term:
        """Return the term a merged one leads to; merges are kept one step long."""
        return self._by_id[term.merged_into_id] if term.merged_into_id else term

    def _called(self, vocabulary: Vocabulary, code: str) -> Term | None:
        term = self._known[vocabulary].get(code)
        return self._meant(term) if term else None

    @cached_property
    def _words(self) -> defaultdict[str, dict[str, str]]:
        """Every way to write a term → its code; a way with its marks goes before one without."""
        words: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for form in (_without_marks, _with_marks):
            for vocabulary, terms in self._known.items():
                for term in terms.values():
                    for text in (term.label_en, term.label_vi, term.code):
                        words[vocabulary][form(text)] = self._meant(term).code
        return words

    def in_use(self, vocabulary: Vocabulary) -> list[Term]:
        """Return the terms to choose from, in their order."""
        return [term for term in self._known[vocabulary].values() if term.retired_at is None]

    def choices(self, vocabulary: Vocabulary, *, keep: str = "") -> list[tuple[str, str]]:
        """Return code and label of the terms in use; `keep` is offered though it be retired."""
        terms = self._known[vocabulary].values()
        return [(t.code, t.label) for t in terms if t.retired_at is None or t.code == keep]

    def is_retired(self, vocabulary: Vocabulary, code: str) -> bool:
        """Tell whether a term is no longer to be chosen."""
        term = self._known[vocabulary].get(code)
        return term is not None and term.retired_at is not None

    def label(self, vocabulary: Vocabulary, code: str) -> str:
        """Return what a code is called; one that nobody entered is its own name."""
        term = self._called(vocabulary, code)
        return term.label if term else code

    def labels(self, vocabulary: Vocabulary, codes: str) -> str:
        """Return the labels of several codes written with commas."""
        return ", ".join(self.label(vocabulary, code) for code in split(codes))

    def both_labels(self, vocabulary: Vocabulary, code: str) -> list[str]:
        """Return the names of a code in both languages, by which it is to be found."""
        term = self._called(vocabulary, code)
        return [term.label_vi, term.label_en] if term else [code]

    def code(self, vocabulary: Vocabulary, text: str) -> str | None:
        """Return the code somebody means: by code or by name in either language."""
        words = self._words[vocabulary]
        return words.get(_with_marks(text)) or words.get(_without_marks(text))

    def codes(self, field: str, text: str) -> str | None:
        """Return the code, or the codes with commas, that `text` means in a field; None if a word
        of it means nothing.
        """
        words = _codes(field, text)
        found = [self.code(TERM_FIELDS[field], word) for word in words]
        if None in found:
            return None
        return ", ".join(code for code in found if code)


def admit(description: Mapping[str, Any]) -> None:
    """See that the coded fields of a description hold codes there are, in one query at most.

    A retired term is still a term: what was described with it can be described again.
    Raises `UnknownTerm`.
    """
    admit_all([description])


def admit_all(descriptions: Iterable[Mapping[str, Any]]) -> None:
    """See to the coded fields of many descriptions in one query. Raises `UnknownTerm`."""
    wanted = {
        (field, code)
        for description in descriptions
        for field in TERM_FIELDS.keys() & description.keys()
        for code in _codes(field, description[field])
    }
    if not wanted:
        return
    asked = Term.objects.filter(code__in={code for _field, code in wanted})
    known = set(asked.values_list("vocabulary", "code"))
    for field, code in sorted(wanted):
        if (TERM_FIELDS[field], code) not in known:
            raise UnknownTerm(field, code)


def split(codes: str) -> list[str]:
    """Return the parts of a field of several values, written with commas or semicolons."""
    return [part for part in map(str.strip, re.split("[,;]", codes)) if part]


def _codes(field: str, value: str) -> list[str]:
    if field in SEVERAL:
        return split(value)
    return [value] if value or field in REQUIRED else []


def _with_marks(text: str) -> str:
    return bare_words(canonical(text))


def _without_marks(text: str) -> str:
    return bare_words(fold(text))
