"""What collectors, archivists and readers keep to themselves while they work."""

from __future__ import annotations

import datetime as dt

from archive.access.models import AccessRequest
from archive.catalogue.models import (
    Record,
)
from archive.collecting import actions as collecting
from archive.files.models import Family
from archive.ingest.models import Deposit, DepositedFile, Upload
from archive.ingest.sheets.models import Row, Sheet, SheetState
from archive.research.letters import token_of
from archive.research.models import ListedPlace, ReadingList, SavedSearch
from tests.architecture.vault.keeping import COMMON, STAFF, Vault


def secrets_of_the_register(vault: Vault) -> None:
    """A witness only collectors and the office head know of, and notes only collectors read."""
    known, read = frozenset({"chi", "binh"}), frozenset({"chi"})
    witness = collecting.enter_witness(
        actor=vault.cast["chi"],
        office=vault.office,
        facts={"name": vault.word("register", known), "posts": vault.word("posts", known)},
        private={name: vault.word(name, read) for name in ("contact", "health", "memory")},
        at=vault.now,
    )
    appointment = collecting.appoint(
        actor=vault.cast["chi"],
        witness=witness,
        interviewer=vault.cast["chi"],
        starts_at=vault.now + dt.timedelta(days=3),
        at=vault.now,
        place=vault.word("meetingplace", known),
    )
    campaign = collecting.open_campaign(
        actor=vault.cast["chi"],
        office=vault.office,
        title=vault.word("campaign", known),
        witnesses=[witness],
        at=vault.now,
    )
    vault.fill["campaign_ids"].append(campaign.pk)
    vault.fill["witness_ids"].append(witness.pk)
    vault.fill["appointment_ids"].append(appointment.pk)


def secrets_of_deposits(vault: Vault) -> None:
    """Files just brought: their names, and a refused one's."""
    deposit = Deposit.objects.create(
        office=vault.office,
        made_by=vault.cast["an"],
        made_at=vault.now,
        secrecy="declassified",
        declassified_by=vault.word("paper"),
        declassified_on=vault.now.date(),
    )
    fields = {"deposit": deposit, "received_at": vault.now, "finished_at": vault.now}
    master = vault.master(Family.IMAGE, "image/jpeg")
    for state in ({"state": "accepted", "master": master}, {"state": "refused", "reason": "empty"}):
        file = DepositedFile.objects.create(
            name=vault.word("depositedname"), digest=vault.word("dg"), **fields, **state
        )
        vault.fill["deposited_files"].append(file.pk)
    upload = Upload.objects.create(
        deposit=deposit, name=vault.word("uploadname"), length=5, begun_at=vault.now,
        incoming="incoming/none", expected_digest=vault.word("ud"),
    )  # fmt: skip
    vault.fill["uploads"].append(upload.token)
    vault.fill["deposits"].append(deposit.pk)


def secrets_of_sheets(vault: Vault) -> None:
    """A spreadsheet with its name, what stands in it and what is wrong with it."""
    sheet = Sheet.objects.create(
        office=vault.office,
        made_at=vault.now,
        name=f"{vault.word('sheetname')}.csv",
        state=SheetState.CHECKED,
        notices=[vault.word("notice")],
        row_count=1,
    )
    Row.objects.create(
        sheet=sheet,
        number=2,
        cells={"title": vault.word("cell")},
        problems=[
            {
                "column": "",
                "value": vault.word("faultyvalue"),
                "reason": "",
                "suggestion": "",
                "is_error": True,
            }
        ],
    )
    vault.fill["sheets"].append(sheet.pk)


def secrets_of_readers(vault: Vault) -> None:
    """What a researcher keeps: their own words, and places that have since been closed to them."""
    own = frozenset({"giang"})
    giang = vault.cast["giang"]
    kept = ReadingList.objects.create(
        owner=giang, name=vault.word("listname", own), made_at=vault.now, changed_at=vault.now
    )
    for position, record in enumerate(Record.objects.order_by("code"), 1):
        place = kept.places.create(
            record=record,
            page=2 if record.code == "ZZ-SEA-07" else None,
            note=vault.word("listnote", own),
            position=position,
            added_at=vault.now,
        )
    # Whoever has the address of a shared list sees of it what they may see anyway.
    shared = ReadingList.objects.create(
        owner=giang, name="chung", share_key="s" * 43, made_at=vault.now, changed_at=vault.now
    )
    shared.places.bulk_create(
        ListedPlace(reading_list=shared, record=each.record, page=each.page, note=each.note,
                    position=each.position, added_at=vault.now) for each in kept.places.all()
    )  # fmt: skip
    vault.words["s" * 43] = own
    vault.fill["share_keys"].append(shared.share_key)
    # What a reader wrote to the office is the office's and the reader's; so is its answer.
    both = STAFF | own
    for code, state in (("ZZ-INT-09", "waiting"), ("ZZ-RES-02", "refused")):
        asked = AccessRequest.objects.create(
            record=Record.objects.get(code=code), reader=giang, asked_at=vault.now, state=state,
            purpose=vault.word("purpose", both), answer=vault.word("answer", both),
            answered_at=None if state == "waiting" else vault.now,
            mail_failure=vault.word("mailfailure"),
        )  # fmt: skip
        vault.fill["request_ids"].append(asked.pk)
    search = SavedSearch.objects.create(
        owner=giang, name=vault.word("searchname", own), text=COMMON, made_at=vault.now
    )
    for record in Record.objects.all():
        search.findings.create(record=record, found_at=vault.now)
    # Whoever has the address of a feed reads as its owner: that is what the address is for. So
    # that every word of it is proof, this one asks only for what is open to all.
    followed = SavedSearch.objects.create(
        owner=giang,
        name="tin",
        text=COMMON,
        facets={"access": ["public"]},
        known=[],
        feed_key="z" * 43,
        made_at=vault.now,
    )
    vault.words["z" * 43] = own
    vault.fill["reading_lists"].append(kept.pk)
    vault.fill["listed_places"].append(place.pk)
    vault.fill["saved_searches"] += [search.pk, followed.pk]
    vault.fill["feed_keys"].append(followed.feed_key)
    vault.fill["letter_tokens"].append(token_of(search))
