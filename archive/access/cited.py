"""What works say of the records they cite, as one viewer may know it."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from archive.access.audiences import Viewer
from archive.access.corroboration import Place, shows_place
from archive.access.sight import Sight, sights_of
from archive.works.models import Citation


def told_sources(viewer: Viewer, cited: Sequence[Citation]) -> list[Citation]:
    """Return citations of records the gate has let through, as `viewer` may have them.

    Not to be saved. Constant queries.
    """
    sights = sights_of(viewer, list({each.record_id: each.record for each in cited}.values()))
    return [told_source(each, sights[each.record_id]) for each in cited]


def told_source(cited: Citation, sight: Sight) -> Citation:
    """Return a citation with no name in it that is withheld, not to be saved.

    Of a page or a second the viewer may not have it tells neither which it is nor what is noted
    on it: the note says what stands there.
    """
    told = copy.copy(cited)
    told.place_in_work = sight.veiled(cited.place_in_work)
    told.note = sight.veiled(cited.note)
    if not shows_place(sight, Place(cited.page, cited.at_ms, cited.at_ms)):
        told.page, told.at_ms, told.note = None, None, ""
    return told
