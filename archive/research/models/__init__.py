"""What a reader keeps: its owner's own, and nothing of it goes into the journal."""

from archive.research.models.lists import ListedPlace, ReadingList
from archive.research.models.searches import Finding, Often, SavedSearch

__all__ = ["Finding", "ListedPlace", "Often", "ReadingList", "SavedSearch"]
