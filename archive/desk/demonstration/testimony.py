"""The interview of the demonstration: what is said, what the witness allows, what is sealed."""

from __future__ import annotations

from django.utils import timezone

from archive.access import actions as access
from archive.access.actions import Terms
from archive.access.models import Scope
from archive.catalogue.models import AppearanceRole, Record
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Cue
from archive.desk.demonstration import stock
from archive.desk.demonstration.cast import Cast

# What the invented witness asks not to be told further.
KEPT_BACK = "Tên của người ấy"


def prepare_interview(cast: Cast) -> None:
    """Write the transcript, record the consent, and seal what was asked to be kept back."""
    record = Record.objects.get(code=stock.INTERVIEW.code)
    said = stock.said()
    save_transcript(
        actor=cast["suutam"],
        record=record,
        words=[Cue(**each) for each in said],
        at=timezone.now(),
    )
    appearance = record.appearances.select_related("person").get(role=AppearanceRole.WITNESS)
    consent = access.record_consent(
        actor=cast["suutam"],
        record=record,
        witness=appearance.person,
        terms=[Terms(scope) for scope in Scope],
        given_on=timezone.localdate(),
        conditions="Không công bố tên của những người cùng đi (minh hoạ).",
        form_version="minh-hoa-1",
        at=timezone.now(),
    )
    kept_back = next(each for each in said if each["text"].startswith(KEPT_BACK))
    access.seal_stretch(
        actor=cast["suutam"],
        record=record,
        from_ms=kept_back["start_ms"],
        to_ms=kept_back["end_ms"],
        reason="Nhân chứng đề nghị (minh hoạ)",
        consent=consent,
        at=timezone.now(),
    )
