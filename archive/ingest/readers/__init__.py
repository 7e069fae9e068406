"""Readers of strangers' files. They run only inside `archive.ingest.probe`, never in the worker.

Each offers `probe(path, format, max_pixels, outs)`, `derive(path, outs, frame, …)` and
`read(path, frame, …)`, and raises `NotKept` with the reason. `outs` says what is to be made and
into which file; the answer has the facts of each that was.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from archive.ingest.formats import Reader

_MODULES = {
    Reader.IMAGE: "images",
    Reader.PDF: "pdfs",
    Reader.SOUND: "sounds",
    Reader.TEXT: "texts",
    Reader.OFFICE: "offices",
    Reader.FILM: "moving",
}


def of(reader: Reader) -> ModuleType:
    """Return the module of a reader; its libraries are loaded when first needed."""
    return importlib.import_module(f"{__name__}.{_MODULES[reader]}")
