"""What we hold and what it is about."""

from archive.catalogue.models.authorities import (
    FormerAddress,
    Person,
    PersonName,
    Place,
    PlaceName,
    Subject,
    SubjectName,
)
from archive.catalogue.models.bodies import Body, BodyName, BodyRole, Involvement, Post
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
from archive.catalogue.models.events import Event, EventName
from archive.catalogue.models.interviews import Chapter, Confirmation, Interview
from archive.catalogue.models.page_texts import PageDraft, PageText
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
    "Body",
    "BodyName",
    "BodyRole",
    "Chapter",
    "Collection",
    "CollectionLevel",
    "Condition",
    "Confirmation",
    "Corroboration",
    "Draft",
    "Event",
    "EventName",
    "FormerAddress",
    "FormerCode",
    "Interview",
    "Involvement",
    "Originality",
    "Page",
    "PageDraft",
    "PageText",
    "Person",
    "PersonName",
    "Place",
    "PlaceName",
    "Post",
    "ProcessingState",
    "Publication",
    "Record",
    "RecordKind",
    "Recording",
    "Relation",
    "Segment",
    "Share",
    "Subject",
    "SubjectName",
    "TextQuality",
    "Transcript",
    "TranscriptKind",
    "VettingStatus",
]
