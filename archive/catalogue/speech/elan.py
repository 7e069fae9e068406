"""ELAN (.eaf): tiers of annotations between time slots; a tier's participant is who speaks."""

from __future__ import annotations

from lxml import etree

from archive.catalogue.speech.cues import Cue, Reading
from archive.catalogue.speech.xml import line_of, local, text_of


def read(root: etree._Element) -> Reading:
    """Return the annotations that have times of their own; translations of them have none."""
    reading = Reading("elan")
    slots = {
        slot.get("TIME_SLOT_ID", ""): int(slot.get("TIME_VALUE", ""))
        for slot in root.iter("TIME_SLOT")
        if slot.get("TIME_VALUE", "").isdecimal()
    }
    for tier in root.iter("TIER"):
        if tier.get("PARENT_REF"):  # words, glosses and translations of another tier
            continue
        speaker = tier.get("PARTICIPANT") or tier.get("TIER_ID") or ""
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            _read(reading, annotation, slots, speaker)
    return reading


def _read(
    reading: Reading, annotation: etree._Element, slots: dict[str, int], speaker: str
) -> None:
    start = slots.get(annotation.get("TIME_SLOT_REF1", ""))
    end = slots.get(annotation.get("TIME_SLOT_REF2", ""))
    text = text_of(annotation, "ANNOTATION_VALUE")
    if start is not None and end is not None and text:
        reading.cues.append(Cue(start, end, text, speaker, line_of(annotation)))


def is_elan(root: etree._Element) -> bool:
    return local(root) == "ANNOTATION_DOCUMENT"
