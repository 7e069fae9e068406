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
from archive.catalogue.models.collections import Collection, Publication
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
    FormerCode,
    ProcessingState,
    Record,
    RecordKind,
    VettingStatus,
)
from archive.catalogue.models.terms import GOOD_CONDITION, Term, TermMerging, Vocabulary

__all__ = [
    "GOOD_CONDITION",
    "AccessLevel",
    "Appearance",
    "AppearanceRole",
    "Body",
    "BodyName",
    "BodyRole",
    "Chapter",
    "Collection",
    "Confirmation",
    "Corroboration",
    "Draft",
    "Event",
    "EventName",
    "FormerAddress",
    "FormerCode",
    "Interview",
    "Involvement",
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
    "Term",
    "TermMerging",
    "TextQuality",
    "Transcript",
    "TranscriptKind",
    "VettingStatus",
    "Vocabulary",
]
