"""What the catalogue hides: records, names and shelves, with their pages and recordings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.catalogue import arrangement
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Body,
    Collection,
    Event,
    Page,
    Person,
    PersonName,
    Place,
    Record,
    Recording,
    Segment,
    Subject,
    Transcript,
)
from archive.files.models import Family
from tests.architecture.vault.keeping import COMMON, STAFF, Vault, released


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
    things: dict[str, Any] = {
        "people": person,
        "places": place,
        "subjects": subject,
        "bodies": body,
    }
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
