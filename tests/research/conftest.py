"""A shelf with pages and a spoken interview, and an index of it."""

from tests.search.conftest import add_pages, add_transcript, changed

__all__ = ["add_pages", "add_transcript", "changed"]
