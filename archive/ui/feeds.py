"""Atom out of plain texts."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from archive.values.text import for_xml

AUTHOR = "Nhân Chứng"


class PlainAtom(Atom1Feed):
    """A feed whose titles and texts are plain: no sign XML may not hold, no word taken for HTML.

    A feed names its author (RFC 4287, 4.1.1), and readers take a summary for HTML.
    """

    def add_root_elements(self, handler: Any) -> None:
        self.feed |= {"title": for_xml(self.feed["title"]), "author_name": AUTHOR}
        super().add_root_elements(handler)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        plain = {
            "title": for_xml(item["title"]),
            "description": escape(for_xml(item["description"])),
        }
        super().add_item_elements(handler, item | plain)
