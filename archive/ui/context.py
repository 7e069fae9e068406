"""What the shell around every screen needs to know."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from archive.catalogue.models import Collection


def shell(request: HttpRequest) -> Mapping[str, object]:
    """Say whether demonstration data is here; asked of the database only where it is shown."""
    return {"has_demonstration": SimpleLazyObject(_has_demonstration)}


def _has_demonstration() -> bool:
    return Collection.objects.filter(is_demonstration=True).exists()
