"""Which template counts, and replacing it by the office's own."""

from __future__ import annotations

import datetime as dt
from typing import IO

from django.db import transaction
from django.db.models import Max, QuerySet

from archive.accounts.models import User
from archive.catalogue.models import AppearanceRole, Interview, Record
from archive.collecting import policy
from archive.collecting.actions import NotAllowed
from archive.collecting.models import PaperKind, PaperTemplate, Witness
from archive.collecting.papers.filling import own_template, unknown_fields
from archive.files.store import masters
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.works.manuscripts import WORD, Unacceptable, keep


class UnknownFields(ValueError):
    """The template names what nobody here can fill in."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@transaction.atomic
def replace_template(
    *, actor: User, office: Unit, kind: PaperKind, file: IO[bytes], name: str, at: dt.datetime
) -> PaperTemplate:
    """Make a Word file the office's template from now on; the one before it is kept.

    Raises `NotAllowed`, `works.manuscripts.Unacceptable` and `UnknownFields`.
    """
    if not policy.may_enter(actor) or actor.office_id != office.pk:
        raise NotAllowed
    master, _paragraphs = keep(file, name=name, at=at)
    if master.media_type != WORD:
        raise Unacceptable("docx")
    with masters().open(master.path) as stored:
        if unknown := unknown_fields(stored.read()):
            raise UnknownFields(unknown)
    latest = _templates(office, kind).aggregate(latest=Max("version"))["latest"]
    template = PaperTemplate.objects.create(
        office=office, kind=kind, version=(latest or 0) + 1, master=master, added_by=actor,
        added_at=at,
    )  # fmt: skip
    journal.record(
        actor=actor,
        act="collecting.paper.replaced",
        subject=template,
        at=at,
        after={"kind": kind, "version": template.version, "file": master.digest},
    )
    return template


def template_of(office: Unit | None, kind: PaperKind) -> bytes:
    """Return the office's latest template of a paper, or the program's own."""
    found = _templates(office, kind).select_related("master").first() if office else None
    if found is None:
        return own_template(kind)
    with masters().open(found.master.path) as stored:
        return bytes(stored.read())


def _templates(office: Unit, kind: PaperKind) -> QuerySet[PaperTemplate]:
    return PaperTemplate.objects.filter(office=office, kind=kind).order_by("-version")


def facts_of_record(record: Record) -> dict[str, str]:
    """Return what can be filled in from an interview."""
    interview = Interview.objects.filter(record=record).first()
    people = record.appearances.select_related("person").order_by("person__sort_key")
    named = {
        role: ", ".join(each.person.name for each in people if each.role == role)
        for role in (AppearanceRole.WITNESS, AppearanceRole.INTERVIEWER)
    }
    facts = {
        "co_quan": record.holder.name,
        "ma_tu_lieu": record.code,
        "ten_tu_lieu": record.title,
        "nhan_chung": named[AppearanceRole.WITNESS],
        "nguoi_phong_van": named[AppearanceRole.INTERVIEWER],
    }
    if interview is not None:
        mandate = [interview.mandate_number, interview.mandate_signatory]
        if interview.mandate_on:
            mandate.insert(1, f"{interview.mandate_on:%d/%m/%Y}")
        facts["van_ban_cho_phep"] = ", ".join(part for part in mandate if part)
        facts["dia_diem"] = interview.place
    return facts


def facts_of_witness(witness: Witness) -> dict[str, str]:
    """Return what can be filled in from the register; nothing of what is private."""
    return {
        "co_quan": witness.office.name,
        "nhan_chung": witness.name,
        "bi_danh": witness.aliases,
        "nam_sinh": witness.born_written,
        "chuc_vu": witness.posts,
        "chung_kien": witness.witnessed,
        "ngon_ngu": witness.languages,
        "nguoi_gioi_thieu": witness.recommended_by,
    }
