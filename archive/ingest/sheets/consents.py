"""Consents that come with their interviews: judged row by row, written with the records.

A consent is never changed by a spreadsheet. What the catalogue already has (the same witness, day,
giver and thing allowed) is passed over, even when it was taken back since: an old file brought
again must not open what a witness closed.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.access import actions as access
from archive.access.models import Clause, Giver, Scope
from archive.accounts.models import User
from archive.catalogue import authorities
from archive.catalogue.models import Appearance, AppearanceRole, Person, Record
from archive.ingest.models import DepositedFile
from archive.ingest.sheets.attachments import Attachments
from archive.ingest.sheets.columns import BY_KEY, CONSENT_KEYS
from archive.ingest.sheets.judged import CheckedRow
from archive.ingest.sheets.models import Row
from archive.jobs.said import say as _
from archive.values.text import canonical

_WORDS = ("giver_name", "pseudonym", "conditions", "form_version", "language_read")

_BOUNDS = ("begins_on", "ends_on", "only_after_death")

Key = tuple[str, str, str, str]
"""Code of the record, canonical name of the witness, giver, day: what makes a consent the same."""

Bounds = tuple[str | None, str | None, bool]


class ConsentJudge:
    """Judges the consents of one table against its rows and the catalogue."""

    def __init__(self, files: Attachments) -> None:
        self._files = files
        self._witnesses: dict[str, list[str]] = {}
        self._known: defaultdict[Key, dict[str, Bounds]] = defaultdict(dict)

    def judge(self, rows: Sequence[CheckedRow]) -> None:
        """Gather what each row says of a consent under `consent` in its plan."""
        speaking = [row for row in rows if row.plan.keys() & CONSENT_KEYS]
        codes = {row.plan["code"] for row in speaking if "code" in row.plan}
        self._learn(codes - self._witnesses.keys())
        for row in rows:
            if witnesses := row.plan.get("witnesses"):
                self._witnesses[row.plan.get("code", "")] = witnesses
            if said := {key: row.plan.pop(key) for key in row.plan.keys() & CONSENT_KEYS}:
                self._judge(row, {key.removeprefix("consent_"): v for key, v in said.items()})

    def _learn(self, codes: set[str]) -> None:
        """Read the witnesses and the clauses the records of these codes have."""
        seen = Appearance.objects.filter(record__code__in=codes, role=AppearanceRole.WITNESS)
        for code, name in seen.values_list("record__code", "person__name"):
            self._witnesses.setdefault(code, []).append(name)
        clauses = Clause.objects.filter(consent__record__code__in=codes)
        for clause in clauses.select_related("consent__record", "consent__witness"):
            consent = clause.consent
            key = _key(
                consent.record.code,
                consent.witness.name,
                consent.giver,
                consent.given_on.isoformat(),
            )
            self._known[key][clause.scope] = (
                clause.begins_on.isoformat() if clause.begins_on else None,
                clause.ends_on.isoformat() if clause.ends_on else None,
                clause.only_after_death,
            )

    def _judge(self, row: CheckedRow, said: dict[str, Any]) -> None:
        witness = self._witness(row, said.get("of", ""))
        for name in ("given_on", "allows"):
            if not said.get(name) and f"consent_{name}" not in row.cells:
                row.object_to(BY_KEY[f"consent_{name}"], "", _("This must be given."))
        begins, ends = said.get("begins_on"), said.get("ends_on")
        if begins and ends and begins > ends:
            column = BY_KEY["consent_ends_on"]
            row.object_to(column, row.cells[column.key], _("It would end before it begins."))
        giver = said.setdefault("giver", Giver.WITNESS)
        if giver != Giver.WITNESS and not said.get("giver_name"):
            reason = _("Say who consents in the place of the witness.")
            row.object_to(BY_KEY["consent_giver_name"], "", reason)
        if row.errors or not witness:
            return
        key = _key(row.plan["code"], witness, giver, said["given_on"])
        terms = self._new_terms(row, key, said)
        if not terms:
            return
        if name := said.pop("form", ""):
            self._files.attach(row, BY_KEY["consent_form"], name)
        row.plan["consent"] = {
            "witness": witness,
            "giver": giver,
            "given_on": said["given_on"],
            "terms": terms,
            "form": row.plan.pop("consent_form", []),
            **{word: said[word] for word in _WORDS if word in said},
        }

    def _witness(self, row: CheckedRow, name: str) -> str:
        """Whose consent it is: the one named, or the only witness there is."""
        column = BY_KEY["consent_of"]
        witnesses = self._witnesses.get(row.plan.get("code", ""), [])
        if not name and len(witnesses) == 1:
            return witnesses[0]
        if not name:
            hint = "; ".join(witnesses)
            row.object_to(column, "", _("Say whose consent this is."), hint)
            return ""
        fitting = [witness for witness in witnesses if canonical(witness) == canonical(name)]
        if witnesses and not fitting:
            close = difflib.get_close_matches(name, witnesses, n=1, cutoff=0.4) or witnesses
            reason = _("This is none of the record's witnesses.")
            row.object_to(column, name, reason, "; ".join(close))
            return ""
        return " ".join((fitting or [name])[0].split())

    def _new_terms(
        self, row: CheckedRow, key: Key, said: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """What the row allows beyond what is known, and a warning where it is known otherwise."""
        bounds = (said.get("begins_on"), said.get("ends_on"), bool(said.get("only_after_death")))
        known = self._known[key]
        column = BY_KEY["consent_allows"]
        for scope in said["allows"]:
            if scope in known and known[scope] != bounds:
                reason = _(
                    "This consent is entered with other terms and was left as it is; "
                    "it is changed at the desk."
                )
                row.object_to(column, str(Scope(scope).label), reason, is_error=False)
        fresh = [scope for scope in said["allows"] if scope not in known]
        known.update(dict.fromkeys(fresh, bounds))
        return [{"scope": scope, **dict(zip(_BOUNDS, bounds, strict=True))} for scope in fresh]


def write(rows: Iterable[Row], *, actor: User, at: dt.datetime, note: str) -> None:
    """Write down the consents that `rows` plan, and keep on each row which one it made."""
    speaking = [row for row in rows if row.plan.get("consent") and row.record]
    forms = DepositedFile.objects.select_related("master").in_bulk(
        [pk for row in speaking for pk in row.plan["consent"]["form"]]
    )
    people = _people(speaking)
    given = []
    for row in speaking:
        wanted = row.plan["consent"]["form"]
        file = next((forms[pk] for pk in wanted if pk in forms), None)
        given.append(_given(row, people[row.pk], file))
        if file:
            DepositedFile.objects.filter(pk=file.pk).update(record=row.record)
    consents = access.record_consents(actor=actor, given=given, at=at, note=note)
    for row, consent in zip(speaking, consents, strict=True):
        row.consent = consent


def rows_of(record: Record) -> list[dict[str, Any]]:
    """Return what a spreadsheet says of the consents of `record`, one row for each set of terms.

    What was taken back is not told. `record` has its consents and their clauses prefetched.
    """
    rows = []
    for consent in sorted(record.consents.all(), key=lambda each: (each.given_on, each.pk)):
        terms: defaultdict[Any, list[str]] = defaultdict(list)
        for clause in consent.clauses.all():
            if clause.withdrawn_at is None:
                terms[tuple(getattr(clause, name) for name in _BOUNDS)].append(clause.scope)
        for bounds, scopes in terms.items():
            told = {name: getattr(consent, name) for name in ("giver", "given_on", *_WORDS)}
            told |= {"of": consent.witness.name, "form": consent.form, "allows": scopes}
            told |= zip(_BOUNDS, bounds, strict=True)
            rows.append({f"consent_{name}": value for name, value in told.items()})
    return rows


def _people(rows: Sequence[Row]) -> dict[int, Person]:
    """Return the witness of each row: the record's own of that name before any other."""
    names = {row.pk: row.plan["consent"]["witness"] for row in rows}
    authorities.people_named(names.values())  # enters those nobody has yet
    known = authorities.known_by_name(Person, map(canonical, names.values()))
    appearing = Appearance.objects.filter(
        record__in=[row.record_id for row in rows], role=AppearanceRole.WITNESS
    ).select_related("person")
    own: dict[tuple[int | None, str], Person] = {
        (each.record_id, canonical(each.person.name)): each.person for each in appearing
    }
    return {
        row.pk: own.get((row.record_id, canonical(names[row.pk])))
        or known[canonical(names[row.pk])]
        for row in rows
    }


def _given(row: Row, witness: Person, form: DepositedFile | None) -> access.Given:
    assert row.record is not None
    plan = row.plan["consent"]
    terms = [
        access.Terms(
            scope=Scope(each["scope"]),
            begins_on=_day(each["begins_on"]),
            ends_on=_day(each["ends_on"]),
            only_after_death=each["only_after_death"],
        )
        for each in plan["terms"]
    ]
    return access.Given(
        record=row.record,
        witness=witness,
        terms=terms,
        giver=Giver(plan["giver"]),
        given_on=dt.date.fromisoformat(plan["given_on"]),
        form=form.master if form else None,
        **{word: plan[word] for word in _WORDS if word in plan},
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _key(code: str, witness: str, giver: str, given_on: str) -> Key:
    return code, canonical(witness), str(giver), given_on
