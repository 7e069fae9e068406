"""The filters of the list of records as parameters: those of the list people narrow, no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import django_filters

from archive.interop.api.parameters import Parameter, one_of, text, whole
from archive.search.browsing.filters import RecordFilter

_LONGEST = 255
_SAYS: Mapping[str, str] = {
    "kind": "What it is.",
    "unit": "Of this unit (its code), of what belonged to it and of what it came from.",
    "collection": "In this collection (its code) or in a level below it.",
    "subject": "About this subject (the end of its address) or one below it.",
    "person": "In which this person (the end of their address) appears.",
    "body": "With which this corporate body (the end of its address) has to do.",
    "place": "Of this place (the end of its address).",
    "event": "Of this event (the end of its address).",
    "period": "Whose date may lie in this span of years.",
    "year_from": "Whose date may lie in this year or later.",
    "year_to": "Whose date may lie in this year or before.",
    "vetting": "With this vetting status.",
    "condition": "In this physical condition (code of the vocabulary).",
    "document_type": "Of this type (code of the vocabulary).",
    "language": "In this language (ISO 639), among others or alone.",
}


def filters() -> tuple[Parameter, ...]:
    """Return a parameter for every filter of `RecordFilter`, as strict as the filter itself."""
    return tuple(_parameters())


def _parameters() -> Iterator[Parameter]:
    for name, each in RecordFilter.base_filters.items():
        says = _SAYS[name]
        if isinstance(each, django_filters.ChoiceFilter):
            choices = each.extra["choices"]
            rows = getattr(choices, "choices", choices)
            yield one_of(name, says, [str(value) for value, _label in rows])
        elif isinstance(each, django_filters.NumberFilter):
            least, greatest = each.extra["min_value"], each.extra["max_value"]
            yield whole(name, says, least=least, greatest=greatest)
        else:
            yield text(name, says, longest=_LONGEST)
