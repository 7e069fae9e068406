"""ELAN (.eaf): tiers of annotations between time slots; a tier's participant is who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from archive.catalogue.speech.cues import Cue, Reading
from archive.catalogue.speech.tiers import Tiers
from archive.catalogue.speech.xml import line_of, local, text_of
from archive.jobs.said import say as _
from archive.values.numbers import long_number
from archive.values.text import nfc


def read(root: etree._Element, tiers: Tiers) -> Reading:
    """Return the annotations that have times of their own, tier by tier.

    Words, glosses and translations of another tier are left out unless they are asked for.
    """
    reading = Reading("elan")
    slots = _slots(root, reading)
    names = []
    for tier in root.iter("TIER"):
        name = nfc(tier.get("TIER_ID") or "").strip()
        names.append(name)
        told = nfc(tier.get("PARTICIPANT") or name).strip()
        cues = _cues(tier, slots, reading)
        tiers.take(reading, name, told, cues, on_its_own=not tier.get("PARENT_REF"))
    tiers.note_missing(reading, names)
    return reading


def _slots(root: etree._Element, reading: Reading) -> dict[str, int]:
    """Return the times by their ids; a slot need not have one."""
    slots = {}
    for slot in root.iter("TIME_SLOT"):
        value = slot.get("TIME_VALUE", "")
        time_ms = long_number(value, None)
        if time_ms is not None:
            slots[slot.get("TIME_SLOT_ID", "")] = time_ms
        elif value:
            reading.note(
                line_of(slot), _("No time can be read here: %(text)s") % {"text": value[:60]}
            )
    return slots


def _cues(tier: etree._Element, slots: Mapping[str, int], reading: Reading) -> Iterator[Cue]:
    for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
        text = text_of(annotation, "ANNOTATION_VALUE")
        start = slots.get(annotation.get("TIME_SLOT_REF1", ""))
        end = slots.get(annotation.get("TIME_SLOT_REF2", ""))
        if text and start is not None:
            yield Cue(start, start if end is None else end, text, "", line_of(annotation))
        elif text:
            reading.note(
                line_of(annotation),
                _("Without a time, left out: %(text)s") % {"text": text[:60]},
            )


def is_elan(root: etree._Element) -> bool:
    return local(root) == "ANNOTATION_DOCUMENT"
