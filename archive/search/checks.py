"""Mistakes about the search index, caught at start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from archive.search import index
from archive.search.engines import UnknownEngine, engine_for


@register
def engine_is_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        engine_for(settings.SEARCH_ENGINE, 0)
    except UnknownEngine:
        return [
            Error(
                f"SEARCH_ENGINE names no engine: {settings.SEARCH_ENGINE}",
                hint="Set it to auto, whoosh or tantivy.",
                id="search.E001",
            )
        ]
    return []


@register
def index_is_fresh(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if index.status()["state"] == "stale":
        return [
            Warning(
                "The search index was made by another version of the program.",
                hint="Run rebuild_index; until then search finds old spellings, or nothing.",
                id="search.W001",
            )
        ]
    return []
