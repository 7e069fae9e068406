"""Describing a work, its versions, its compilers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from archive.accounts.models import User
from archive.files.models import Master
from archive.journal.actions import differing
from archive.works.actions.journal import write_down
from archive.works.models import Compiler, Manuscript, Passage, Work

DESCRIPTIVE_FIELDS = (
    "title",
    "kind",
    "unit",
    "period_from",
    "period_to",
    "summary",
    "expected_on",
    "publication",
    "online_address",
    "online_on",
)


@transaction.atomic
def describe_work(*, actor: User, work: Work, at: dt.datetime, **description: Any) -> Work:
    """Change what is said of a work."""
    if unknown := description.keys() - DESCRIPTIVE_FIELDS:
        raise TypeError(f"not part of a description: {sorted(unknown)}")
    work = Work.objects.select_for_update().get(pk=work.pk)
    before = {name: work.serializable_value(name) for name in description}
    for name, value in description.items():
        setattr(work, name, value)
    work.save(update_fields=list(description))
    after = {name: work.serializable_value(name) for name in description}
    before, after = differing(before, after)
    if after:
        write_down(work, "described", actor=actor, at=at, before=before, after=after)
    return work


@transaction.atomic
def add_manuscript(
    *,
    actor: User,
    work: Work,
    master: Master,
    paragraphs: list[str],
    at: dt.datetime,
    note: str = "",
) -> Manuscript:
    """Keep a new version of the text, paragraph by paragraph where it could be read."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    version = (work.manuscripts.aggregate(last=Max("version"))["last"] or 0) + 1
    manuscript = Manuscript.objects.create(
        work=work, version=version, master=master, note=note, added_by=actor, added_at=at
    )
    Passage.objects.bulk_create(
        [
            Passage(manuscript=manuscript, number=number, text=text)
            for number, text in enumerate(paragraphs, start=1)
        ],
        batch_size=500,
    )
    write_down(
        work,
        "manuscript_added",
        actor=actor,
        at=at,
        after={"version": version, "sha256": master.digest},
        note=note,
    )
    return manuscript


@transaction.atomic
def add_compiler(
    *, actor: User, work: Work, name: str, role: str, user: User | None, at: dt.datetime
) -> Compiler:
    """Put somebody on the boards of a work."""
    compiler = Compiler.objects.create(work=work, name=name, role=role, user=user)
    write_down(work, "compiler_added", actor=actor, at=at, after={"name": name, "role": role})
    return compiler
