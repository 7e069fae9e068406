"""What consent covers: for many records in constant queries, and inside one query for the gate.

Governed by consent is every interview, every record with a witness among its people, and every
record somebody ever consented about. There, a thing (sound, transcript, name, images) is closed
to all but the holder's staff unless each witness of the record has allowed it by a clause in
force; changing a record's kind opens nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from archive.access.models import Clause, Consent, Scope
from archive.access.named_beside import named_beside
from archive.catalogue.models import Appearance, AppearanceRole, PersonName, Record, RecordKind
from archive.values.text import bare_words, canonical, fold

# What readers see of a description in words somebody typed; a withheld name in one of them closes
# the record.
TELLING_FIELDS = (
    "title",
    "abstract",
    "creator",
    "number_and_symbol",
    "issuing_body",
    "order_number",
    "date_written",
    "extent",
    "scope_and_content",
    "appraisal",
    "keywords",
    "information_symbol",
    "autograph",
    "use_mode",
    "history",
    "related_material",
    "publication_note",
    "notes",
    "rights",
    "giver",
    "receipt",
    "original_location",
    "paper_code",
    "copies_location",
    "reserve_regime",
    "reserve_state",
    "archivist_note",
    "rules",
    "described_on",
    "declassified_by",
)


@dataclass(frozen=True)
class Veil:
    """The names of one witness that readers must not learn, and what they are told instead."""

    person_id: int
    pseudonym: str
    names: tuple[str, ...]

    def told_in(self, text: str) -> bool:
        """Tell whether `text` gives one of the names away, whatever its case and spelling."""
        return tells(text, self.names)

    def over(self, text: str) -> str:
        """Return `text` with the pseudonym where a name stood.

        A text that still tells a name in another spelling is not shown at all.
        """
        for name in self.names:
            text = re.sub(re.escape(name), lambda _match: self.pseudonym, text, flags=re.I)
        return self.pseudonym if self.told_in(text) else text


@dataclass(frozen=True)
class Cover:
    """What the consents about one record cover at one moment."""

    scopes: frozenset[Scope]
    veils: tuple[Veil, ...] = ()

    def allows(self, *scopes: Scope) -> bool:
        return self.scopes.issuperset(scopes)


# Where no consent governs, everything may be shown that the record's own level lets out.
UNGOVERNED = Cover(frozenset(Scope))


def tells(text: str, names: Iterable[str]) -> bool:
    """Tell whether one of `names` stands in `text`, in any case and spelling.

    Marks do not count, as in telegrams and names of files; but where a name has one syllable
    alone they do, for without them it would be a word of every second sentence.
    """
    bare, marked = _spoken(fold(text)), ""
    for name in names:
        wanted = _spoken(canonical(name))
        if wanted.count(" ") > 2:
            if _spoken(fold(name)) in bare:
                return True
        else:
            marked = marked or _spoken(canonical(text))
            if wanted.strip() and wanted in marked:
                return True
    return False


def _spoken(text: str) -> str:
    """Return the words of `text` with a blank before and after each: whole words are found."""
    return f" {bare_words(text)} "


def covers_of(records: Collection[Record], *, now: dt.datetime) -> dict[int, Cover]:
    """Return what consent covers of each record, by record id, in four queries at most."""
    witnesses = _witnesses(records)
    given = Consent.objects.filter(record__in=[record.pk for record in records])
    consents = list(
        given.order_by("given_on", "id").values_list("record_id", "witness_id", "pseudonym")
    )
    consented = {record_id for record_id, _witness, _pseudonym in consents}
    governed = [
        record
        for record in records
        if record.kind == RecordKind.INTERVIEW or record.pk in consented or witnesses[record.pk]
    ]
    covers = {record.pk: UNGOVERNED for record in records}
    if governed:
        pseudonyms = {(pk, witness): name for pk, witness, name in consents if name}
        covers |= _covers(governed, witnesses, pseudonyms, now)
    return covers


def withheld_witness(now: dt.datetime) -> Q:
    """Return the condition that an appearance is a witness whose name is not consented to.

    It depends on the day of `now`, not on the hour: clauses begin and end by days.
    """
    named = Clause.objects.in_force(now).filter(
        scope=Scope.NAME,
        consent__record=OuterRef("record"),
        consent__witness=OuterRef("person"),
    )
    return Q(~Exists(named), role=AppearanceRole.WITNESS)


def telling_fields(record: Record, *, now: dt.datetime) -> list[str]:
    """Return the fields of `record` that give a withheld name away, in words or by a link."""
    veils = covers_of([record], now=now)[record.pk].veils
    if not veils:
        return []
    said = [(name, getattr(record, name)) for name in TELLING_FIELDS]
    said += named_beside([record.pk])[record.pk]
    told = [name for name, text in said if any(veil.told_in(text) for veil in veils)]
    return list(dict.fromkeys(told))


def _witnesses(records: Collection[Record]) -> defaultdict[int, dict[int, str]]:
    """Return the witnesses of each record: person id to name."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = Appearance.objects.filter(
        record__in=[record.pk for record in records], role=AppearanceRole.WITNESS
    )
    for record_id, person_id, name in rows.values_list("record_id", "person_id", "person__name"):
        found[record_id][person_id] = name
    return found


def _covers(
    records: Collection[Record],
    witnesses: defaultdict[int, dict[int, str]],
    pseudonyms: Mapping[tuple[int, int], str],
    now: dt.datetime,
) -> dict[int, Cover]:
    allowed: defaultdict[tuple[int, int], set[Scope]] = defaultdict(set)
    ids = [record.pk for record in records]
    clauses = Clause.objects.in_force(now).filter(consent__record__in=ids)
    for record_id, person_id, scope in clauses.values_list(
        "consent__record_id", "consent__witness_id", "scope"
    ):
        allowed[record_id, person_id].add(Scope(scope))
    withheld = {
        person
        for record in records
        for person in witnesses[record.pk]
        if Scope.NAME not in allowed[record.pk, person]
    }
    further = further_names(withheld)
    return {
        record.pk: Cover(
            _allowed_by_all(record.pk, witnesses[record.pk], allowed),
            tuple(
                Veil(
                    person_id,
                    pseudonyms.get((record.pk, person_id)) or _("Witness (name withheld)"),
                    (name, *further[person_id]),
                )
                for person_id, name in witnesses[record.pk].items()
                if Scope.NAME not in allowed[record.pk, person_id]
            ),
        )
        for record in records
    }


def _allowed_by_all(
    record_id: int,
    witnesses: dict[int, str],
    allowed: defaultdict[tuple[int, int], set[Scope]],
) -> frozenset[Scope]:
    """Return what every witness allows; a record without a witness on it is covered in nothing."""
    each = [frozenset(allowed[record_id, person_id]) for person_id in witnesses]
    return frozenset.intersection(*each) if each else frozenset()


def further_names(people: Collection[int]) -> defaultdict[int, list[str]]:
    """Return the further names of `people` long enough to tell somebody by.

    An alias of one short word ("Ba", "Tư") is a numeral in every second sentence.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    if people:
        for name in PersonName.objects.filter(person__in=people):
            if " " in name.name.strip():
                found[name.person_id].append(name.name)
    return found
