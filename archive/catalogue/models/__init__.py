"""What we hold and what it is about."""

from archive.catalogue.models.authorities import (
    FormerAddress,
    Person,
    PersonName,
    Place,
    PlaceName,
    Subject,
)
from archive.catalogue.models.collections import Collection, CollectionLevel, Publication
from archive.catalogue.models.contents import (
    Page,
    Recording,
    Segment,
    Share,
    TextQuality,
    Transcript,
    TranscriptKind,
)
from archive.catalogue.models.corroboration import Corroboration, Relation
from archive.catalogue.models.drafts import Draft
from archive.catalogue.models.interviews import Chapter, Confirmation, Interview
from archive.catalogue.models.records import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Condition,
    FormerCode,
    Originality,
    ProcessingState,
    Record,
    RecordKind,
    VettingStatus,
)

__all__ = [
    "AccessLevel",
    "Appearance",
    "AppearanceRole",
    "Chapter",
    "Collection",
    "CollectionLevel",
    "Condition",
    "Confirmation",
    "Corroboration",
    "Draft",
    "FormerAddress",
    "FormerCode",
    "Interview",
    "Originality",
    "Page",
    "Person",
    "PersonName",
    "Place",
    "PlaceName",
    "ProcessingState",
    "Publication",
    "Record",
    "RecordKind",
    "Recording",
    "Relation",
    "Segment",
    "Share",
    "Subject",
    "TextQuality",
    "Transcript",
    "TranscriptKind",
    "VettingStatus",
]
