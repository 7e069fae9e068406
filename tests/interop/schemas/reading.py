"""The schemas beside this file, read without asking the network for what they import."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from lxml import etree

HERE = Path(__file__).parent


class _Beside(etree.Resolver):
    def resolve(self, *asked: Any) -> Any:
        url, _public_id, context = asked
        resolver: Any = self
        return resolver.resolve_filename(str(HERE / url.rpartition("/")[2]), context)


@functools.cache
def schema(name: str) -> Any:
    """Return a schema by the name of its file, ending in `.xsd` or `.rng`."""
    parser = etree.XMLParser(no_network=True)
    if name.endswith(".xsd"):
        parser.resolvers.add(_Beside())
    tree = etree.parse(HERE / name, parser)
    return etree.RelaxNG(tree) if name.endswith(".rng") else etree.XMLSchema(tree)


def read(path: Path) -> Any:
    return etree.parse(path)


def tree_of(element: Any) -> Any:
    """Return an element as a document of its own."""
    return etree.ElementTree(element)


def faults(name: str, document: Any) -> list[str]:
    """Return what a schema finds wrong with a document."""
    judge = schema(name)
    judge.validate(document)
    return [str(fault) for fault in judge.error_log]
