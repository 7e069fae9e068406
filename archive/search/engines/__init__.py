"""The engines, and which one a catalogue of a given size is given."""

from __future__ import annotations

from archive.search.engines.protocol import Engine
from archive.search.engines.tantivy import TantivyEngine
from archive.search.engines.whoosh import WhooshEngine

LARGEST_FOR_WHOOSH = 20_000
"""Passages up to which `auto` takes Whoosh."""

ENGINES: dict[str, type[WhooshEngine] | type[TantivyEngine]] = {
    WhooshEngine.name: WhooshEngine,
    TantivyEngine.name: TantivyEngine,
}


class UnknownEngine(ValueError):
    """No engine of that name is known here."""


def engine_named(name: str) -> Engine:
    """Return the engine called `name`; raises `UnknownEngine`."""
    if name not in ENGINES:
        raise UnknownEngine(name)
    return ENGINES[name]()


def engine_for(setting: str, passages: int) -> Engine:
    """Return the engine that `SEARCH_ENGINE` asks for, `auto` deciding by size."""
    if setting != "auto":
        return engine_named(setting)
    return engine_named("whoosh" if passages <= LARGEST_FOR_WHOOSH else "tantivy")
