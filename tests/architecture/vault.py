"""A vault of secrets: one thing of every kind that must not come out, and who it belongs to.

Every secret is a word that occurs nowhere else, so that finding it in an answer is proof. To put
something of your room in: write a function `def secrets_of_<room>(vault)` below, keep each word
with `vault.word(...)`, and list what addresses are made of with `vault.fill[...]`.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from archive.access.models import AccessRequest, Clause, Scope
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Body,
    Collection,
    Corroboration,
    Event,
    Page,
    Person,
    PersonName,
    Place,
    Record,
    Recording,
    RecordKind,
    Segment,
    Subject,
    Transcript,
    VettingStatus,
)
from archive.collecting import actions as collecting
from archive.files.models import Derivative, Family, Master
from archive.ingest.models import Deposit, DepositedFile, Upload
from archive.ingest.sheets.models import Row, Sheet, SheetState
from archive.research.letters import token_of
from archive.research.models import ListedPlace, ReadingList, SavedSearch
from archive.units.models import Unit
from archive.vetting import actions as vetting
from archive.vetting.actions.packing import pack
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    Comment,
    CommentKind,
    CouncilDecision,
    ObstacleKind,
    Packing,
    PaperState,
    Procedure,
    Seat,
    SeatRole,
    Verdict,
)
from archive.works import actions as works
from archive.works.models import Citation, Work
from tests.conftest import CAST, called, office_of

# Stands in every text of the vault, so that a search for it meets every secret.
COMMON = "khangchien"

# Who may know what is the holding office's own.
STAFF = frozenset({"an", "binh", "chi", "em", "hanh"})
NOBODY: frozenset[str] = frozenset()


@dataclass
class Vault:
    """What was hidden, and what addresses may be made of to look for it."""

    cast: dict[str, User]
    office: Unit
    now: dt.datetime
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    latest_digest: str = ""
    fill: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    _count: Any = field(default_factory=lambda: itertools.count(1))

    def word(self, what: str, may_know: frozenset[str] = STAFF) -> str:
        """Return a new secret word; `what` says in a failing test what got out."""
        word = f"zq{what}{next(self._count)}x"
        self.words[word] = may_know
        return word

    def leaked(self, name: str, said: str, *, asked: str = "") -> list[str]:
        """Return the secret words in `said` that `name` may not know and did not say first."""
        return [
            word
            for word, may_know in self.words.items()
            if name not in may_know and word in said and word not in asked
        ]

    def master(self, family: Family, media_type: str, may_know: frozenset[str] = STAFF) -> Master:
        """Store secret bytes as a master with a secret name; its digest is a secret too."""
        body = f"{self.word('bytes', may_know)} {self.word('tail', may_know)}".encode()
        digest = hashlib.sha256(body).hexdigest()
        master = Master.objects.create(
            digest=digest,
            size=len(body),
            family=family,
            media_type=media_type,
            original_name=f"{self.word('filename', may_know)}.bin",
            technical={"title": self.word("tag", may_know)},
            stored_at=self.now,
        )
        storages["masters"].save(master.path, ContentFile(body))
        self.words[digest] = may_know
        for role in Derivative.Role.values:
            self._derivative(master, role, may_know)
        self.fill["masters"].append(master.pk)
        self.latest_digest = digest
        return master

    def _derivative(self, master: Master, role: str, may_know: frozenset[str]) -> None:
        body = self.word(f"made{role.replace('_', '')}", may_know).encode()
        if role == Derivative.Role.PYRAMID:  # what draws from it must be able to
            body = _picture() + body
        digest = hashlib.sha256(body).hexdigest()
        path = storages["derivatives"].save(f"{digest[:2]}/{digest}", ContentFile(body))
        derivative = Derivative.objects.create(
            master=master,
            role=role,
            path=path,
            media_type="audio/mp4" if "audio" in role else "image/jpeg",
            digest=digest,
            size=len(body),
            width=400,
            height=300,
            recipe="vault",
            made_at=self.now,
        )
        self.words[digest] = may_know
        self.fill["derivatives"].append(derivative.pk)

    def record(self, code: str, *, kind: RecordKind = RecordKind.DOCUMENT, **fields: Any) -> Record:
        """Enter one record whose every described word is as secret as the record is."""
        record = Record.objects.create(
            code=code, kind=kind, holder=self.office, created_at=self.now, changed_at=self.now,
            **fields,
        )  # fmt: skip
        self.fill["records"].append(code)
        self.fill["record_ids"].append(record.pk)
        return record

    def described(self, may_know: frozenset[str]) -> dict[str, str]:
        names = ("title", "abstract", "creator", "scope_and_content", "keywords", "notes", "giver")
        return {name: f"{COMMON} {self.word(name.replace('_', ''), may_know)}" for name in names}


@functools.cache
def _picture() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (400, 300), 200).save(picture, "TIFF")
    return picture.getvalue()


def open_vault(now: dt.datetime) -> Vault:
    """Fill a vault with what every room hides; the whole cast is called for it."""
    cast = {username: called(username) for username in CAST}
    office = office_of("vp-lam-dong")
    vault = Vault(cast=cast, office=office, now=now)
    secrets_of_closed_records(vault)
    secrets_of_authorities(vault)
    secrets_of_ceilings(vault)
    secrets_of_contents(vault)
    secrets_of_the_register(vault)
    secrets_of_works(vault)
    secrets_of_vetting(vault)
    secrets_of_deposits(vault)
    secrets_of_sheets(vault)
    secrets_of_readers(vault)
    return vault


def released(vault: Vault, level: AccessLevel = AccessLevel.PUBLIC) -> dict[str, Any]:
    """Return the columns of a record released an hour ago."""
    return {
        "vetting_status": VettingStatus.VETTED,
        "access_level": level,
        "released_at": vault.now - dt.timedelta(hours=1),
    }


def secrets_of_closed_records(vault: Vault) -> None:
    """Records whose description is closed to some: raw, restricted, registered, later, gone."""
    later = released(vault) | {"released_at": vault.now + dt.timedelta(days=30)}
    registered = STAFF | {"dung", "giang"}
    cases: list[tuple[str, frozenset[str], dict[str, Any]]] = [
        ("ZZ-RAW-01", STAFF, {}),
        ("ZZ-RES-02", STAFF, released(vault, AccessLevel.RESTRICTED)),
        ("ZZ-CLO-03", STAFF, released(vault, AccessLevel.CLOSED)),
        ("ZZ-REG-04", registered, released(vault, AccessLevel.REGISTERED)),
        ("ZZ-LAT-05", STAFF, later),
        ("ZZ-GON-06", STAFF, {"withdrawn_at": vault.now, "withdrawn_reason": "Theo đề nghị"}),
    ]
    for code, may_know, state in cases:
        record = vault.record(code, **state, **vault.described(may_know))
        if code != "ZZ-GON-06":  # a tombstone may say which code it stands for
            vault.words[code] = may_know
        fill_pages(vault, record, may_know)
        fill_sound(vault, record, may_know)


def secrets_of_authorities(vault: Vault) -> None:
    """An authority of every kind and a collection known from a closed record only."""
    record = Record.objects.get(code="ZZ-RAW-01")
    person = Person.objects.create(slug="ng-kin", name=f"{COMMON} {vault.word('person')}")
    PersonName.objects.create(person=person, name=vault.word("alias"))
    place = Place.objects.create(slug="noi-kin", name=f"{COMMON} {vault.word('place')}")
    subject = Subject.objects.create(slug="de-tai-kin", name=f"{COMMON} {vault.word('subject')}")
    body = Body.objects.create(slug="co-quan-kin", name=f"{COMMON} {vault.word('body')}")
    event = Event.objects.create(slug="su-kien-kin", name=f"{COMMON} {vault.word('event')}")
    for thing, what in (
        (place, "oldplace"),
        (subject, "usedfor"),
        (body, "oldbody"),
        (event, "alsoevent"),
    ):
        thing.names.create(name=vault.word(what))
    event.places.add(Place.objects.create(slug="noi-xay-ra", name=vault.word("eventplace")))
    person.posts.create(title=vault.word("post"), body=body)
    collection = Collection.objects.create(
        code="ZZ-PHONG-KIN",
        title=f"{COMMON} {vault.word('collection')}",
        scope_and_content=vault.word("scope"),
        level="fonds",
        holder=vault.office,
        path="ZZ-PHONG-KIN/",
    )
    Appearance.objects.create(record=record, person=person, role=AppearanceRole.WITNESS)
    record.places.add(place)
    record.subjects.add(subject)
    record.events.add(event)
    record.involvements.create(body=body)
    record.collection = collection
    record.save()
    things = {"people": person, "places": place, "subjects": subject, "bodies": body}
    for name, thing in (things | {"events": event}).items():
        # The way the words of `COMMON` are met while somebody types.
        type(thing).objects.filter(pk=thing.pk).update(plain_name=thing.name)
        vault.fill[name].append(thing.slug)
        vault.fill["authorities"].append((name, thing.slug))
    vault.fill["collections"].append(collection.code)


def secrets_of_ceilings(vault: Vault) -> None:
    """Records released to the public in a fonds whose ceiling is lower, one level further down."""
    for code, shelf, ceiling, may_know in (
        ("ZZ-TRAN-1", "ZZ-KHO-1", AccessLevel.CLOSED, STAFF),
        ("ZZ-TRAN-2", "ZZ-KHO-2", AccessLevel.REGISTERED, STAFF | {"dung", "giang"}),
    ):
        fonds = arrangement.open_collection(
            actor=None, code=f"{shelf}-P", title=f"{COMMON} phông", level="fonds",
            holder=vault.office, publication="shown", at=vault.now,
        )  # fmt: skip
        file = arrangement.open_collection(
            actor=None, code=f"{shelf}-H", title=f"{COMMON} hồ sơ", level="file",
            holder=vault.office, parent=fonds, at=vault.now,
        )  # fmt: skip
        arrangement.limit_access(actor=None, collection=fonds, ceiling=ceiling, at=vault.now)
        state = released(vault) | {"collection": file}
        record = vault.record(code, **state, **vault.described(may_know))
        vault.words[code] = may_know
        fill_pages(vault, record, may_know)
        vault.fill["collections"].append(file.code)


def secrets_of_contents(vault: Vault) -> None:
    """Open records of which something is not: a sealed page, an interview without consent."""
    sealed = vault.record("ZZ-SEA-07", title=f"{COMMON} mở", **released(vault))
    fill_pages(vault, sealed, STAFF, numbers=[2])
    sealed.seals.create(from_page=2, to_page=2, reason=vault.word("sealreason"))
    stretch = vault.record(
        "ZZ-STR-08", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    fill_sound(vault, stretch, STAFF)
    seal = stretch.seals.create(from_ms=0, to_ms=60_000, reason=vault.word("sealreason"))
    vault.fill["record_seals"].append((stretch.code, seal.pk))
    chapter = stretch.chapters.create(
        start_ms=5_000, end_ms=9_000, title=vault.word("sealedchapter")
    )
    vault.fill["record_chapters"].append((stretch.code, chapter.pk))
    secrets_of_relations(vault, stretch, sealed)
    consent(vault, stretch, vault.word("witness"), scopes=[*set(Scope) - {Scope.NAME}])
    silent = vault.record(
        "ZZ-INT-09", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    fill_sound(vault, silent, STAFF)
    fill_pages(vault, silent, STAFF)
    silent.chapters.create(start_ms=0, title=f"{COMMON} {vault.word('chapter')}")
    secrets_of_names(vault)


def secrets_of_relations(vault: Vault, stretch: Record, sealed: Record) -> None:
    """What is held against a sealed stretch, by a sealed page, or by a record that is closed."""
    closed = Record.objects.get(code="ZZ-RAW-01")
    for at_ms, other, page in ((5_000, sealed, 1), (90_000, sealed, 2), (90_000, closed, None)):
        made = Corroboration.objects.create(
            record=stretch,
            from_ms=at_ms,
            to_ms=at_ms + 1_000,
            other=other,
            other_page=page,
            relation="contradicts",
            note=vault.word("relation"),
            made_at=vault.now,
        )
        vault.fill["record_corroborations"].append((stretch.code, made.pk))


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


def secrets_of_names(vault: Vault) -> None:
    """An interview open in all but the name of who speaks in it, and says it."""
    name = vault.word("name")
    record = vault.record(
        "ZZ-NAM-10", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    consent(vault, record, name, scopes=[Scope.AUDIO, Scope.TRANSCRIPT, Scope.IMAGE])
    transcript = Transcript.objects.create(record=record, made_at=vault.now)
    Segment.objects.create(
        transcript=transcript,
        position=1,
        start_ms=0,
        end_ms=5_000,
        speaker=name,
        text=f"{COMMON}, tôi là {name}",
    )
    record.chapters.create(start_ms=0, title=f"{COMMON}: {name}", people=name)
    # What the withheld witness did, and where, would name them.
    body = Body.objects.create(slug="noi-cong-tac", name=f"{COMMON} {vault.word('employer')}")
    Person.objects.get(name=name).posts.create(title=vault.word("office"), body=body)
    vault.fill["bodies"].append(body.slug)
    vault.fill["transcript_ids"].append(transcript.pk)
    vault.fill["record_transcripts"].append((record.code, transcript.pk))
    confirmation = transcript.confirmations.create(
        witness=record.people.get(),
        confirmed_on=vault.now.date(),
        remarks=vault.word("remark"),
        page=vault.master(Family.PDF, "application/pdf"),
        entered_at=vault.now,
    )
    vault.fill["record_confirmations"].append((record.code, transcript.pk, confirmation.pk))


def consent(vault: Vault, record: Record, name: str, scopes: list[Scope]) -> None:
    """Let a witness with a secret name consent to `scopes`, with a secret paper."""
    witness = Person.objects.create(slug=f"nc-{record.code.lower()}", name=name)
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    given = record.consents.create(
        witness=witness,
        given_on=vault.now.date() - dt.timedelta(days=9),
        conditions=vault.word("condition"),
        form=vault.master(Family.PDF, "application/pdf"),
        entered_at=vault.now,
    )
    given.clauses.bulk_create(Clause(consent=given, scope=scope) for scope in scopes)
    vault.fill["record_consents"].append((record.code, given.pk))
    vault.fill["people"].append(witness.slug)


def secrets_of_works(vault: Vault) -> None:
    """A work not shown, and a shown one that cites a closed record."""
    fields = {"kind": "committee_history", "unit": vault.office, "owner": vault.office}
    hidden = Work.objects.create(
        code="ZZ-CT-KIN", title=f"{COMMON} {vault.word('work')}", summary=vault.word("w"), **fields
    )
    shown = Work.objects.create(code="ZZ-CT-MO", title=COMMON, is_public=True, **fields)
    for work in (hidden, shown):
        Citation.objects.create(
            work=work,
            record=Record.objects.get(code="ZZ-RAW-01"),
            page=1,
            place_in_work=vault.word("placeinwork") if work is hidden else "tr. 12",
        )
        vault.fill["works"].append(work.code)
        vault.fill["work_ids"].append(work.pk)


def secrets_of_vetting(vault: Vault) -> None:
    """A round on a closed record: what the members write is not even for the office that asks."""
    body = vault.cast["binh"]
    record = Record.objects.get(code="ZZ-RAW-01")
    request = Request(
        procedure=Procedure.objects.get(code="TU-LIEU"),
        body=vault.office,
        requested_on=vault.now.date() - dt.timedelta(days=1),
        number=vault.word("requestnumber"),
    )
    round_ = vetting.submit_record(
        actor=vault.cast["an"], record=record, request=request, at=vault.now
    )
    vetting.form_council(
        actor=body,
        round=round_,
        decision=Decision(number=vault.word("decision"), on=request.requested_on, signatory="Bình"),
        sittings=[Sitting(person=body, role=SeatRole.CHAIR)],
        at=vault.now,
    )
    vetting.hand_in_opinion(
        actor=body,
        round=round_,
        points={"authenticity": vault.word("point", STAFF - {"an"})},
        text=vault.word("opinion", STAFF - {"an"}),
        verdict=Verdict.VETTED,
        at=vault.now,
    )
    vault.fill["rounds"].append(round_.code)
    secrets_of_a_work_under_vetting(vault)


def secrets_of_a_work_under_vetting(vault: Vault) -> None:
    """The hidden work's text, papers and a member's comment that is not handed in yet."""
    body, work = vault.cast["binh"], Work.objects.get(code="ZZ-CT-KIN")
    manuscript = works.add_manuscript(
        actor=vault.cast["an"],
        work=work,
        master=vault.master(Family.TEXT, "text/plain"),
        paragraphs=[f"{COMMON} {vault.word('paragraph')}"],
        at=vault.now,
    )
    request = Request(
        procedure=Procedure.objects.get(code="HD90-2021"),
        body=vault.office,
        requested_on=vault.now.date() - dt.timedelta(days=1),
        number=vault.word("requestnumber"),
        empowered_by=vault.word("empowered"),
    )
    round_ = vetting.submit_work(
        actor=body, work=work, manuscript=manuscript, request=request, at=vault.now
    )
    paper = vetting.file_paper(
        actor=body,
        round=round_,
        code="outline",
        state=PaperState.FILED,
        note=vault.word("papernote"),
        master=vault.master(Family.PDF, "application/pdf"),
        at=vault.now,
    )
    vetting.log_obstacle(
        actor=body,
        round=round_,
        kind=ObstacleKind.SOURCES,
        text=vault.word("obstacle"),
        at=vault.now,
    )
    decision = CouncilDecision.objects.create(
        round=round_, number="1", on=request.requested_on, signatory="B", entered_at=vault.now
    )
    seat = Seat.objects.create(round=round_, decision=decision, person=body, role=SeatRole.CHAIR)
    comment = Comment.objects.create(
        round=round_,
        seat=seat,
        paragraph=1,
        kind=CommentKind.FACT,
        text=vault.word("comment", frozenset({"binh"})),
        written_at=vault.now,
    )
    vault.fill["rounds"].append(round_.code)
    vault.fill["paper_ids"].append(paper.pk)
    vault.fill["comment_ids"].append(comment.pk)
    packing = Packing.objects.create(round=round_, asked_by=body, asked_at=vault.now)
    pack(packing.pk, at=vault.now)
    vault.fill["packing_ids"].append(packing.pk)


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


def fill_pages(
    vault: Vault, record: Record, may_know: frozenset[str], numbers: list[int] | None = None
) -> None:
    """Give `record` pages of secret text, image and file name."""
    for number in numbers or [1]:
        text = f"{COMMON} {vault.word('pagetext', may_know)}"
        page = Page.objects.create(
            record=record,
            number=number,
            master=vault.master(Family.IMAGE, "image/jpeg", may_know),
            text=text,
            text_quality="machine",
            words=[[0.1, 0.1, 0.2, 0.05, vault.word("pageword", may_know)]],
        )
        vault.fill["record_masters"].append((record.code, vault.latest_digest))
        vault.fill["page_ids"].append(page.pk)
        vault.fill["images"].append(f"{record.code}:{number}")


def fill_sound(vault: Vault, record: Record, may_know: frozenset[str]) -> None:
    """Give `record` a minute of secret film and what is said in it, by a secret speaker."""
    recording = Recording.objects.create(
        record=record,
        master=vault.master(Family.VIDEO, "video/mp4", may_know),
        duration_ms=60_000,
        label=vault.word("tapelabel", may_know) if may_know is STAFF else "",
    )
    vault.fill["record_masters"].append((record.code, vault.latest_digest))
    transcript = Transcript.objects.create(record=record, made_at=vault.now)
    segment = Segment.objects.create(
        transcript=transcript,
        position=1,
        start_ms=1_000,
        end_ms=5_000,
        speaker=vault.word("speaker", may_know),
        text=f"{COMMON} {vault.word('said', may_know)}",
    )
    vault.fill["recording_ids"].append(recording.pk)
    vault.fill["transcript_ids"].append(transcript.pk)
    vault.fill["record_transcripts"].append((record.code, transcript.pk))
    vault.fill["segment_ids"].append(segment.pk)
