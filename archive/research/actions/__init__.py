"""What a reader does with their own lists and searches.

None of it goes into the journal: what somebody reads is their own affair (docs/adr/0021).
"""

from archive.research.actions.following import follow_all_searches
from archive.research.actions.lists import (
    AlreadyListed,
    NameTaken,
    TooMany,
    drop_list,
    drop_place,
    list_place,
    make_list,
    move_place,
    note_place,
    rename_list,
    share_list,
    stop_sharing,
)
from archive.research.actions.searches import (
    TooWide,
    change_search,
    close_feed,
    drop_search,
    follow_search,
    open_feed,
    save_search,
    stop_letters,
    write_letters,
)

__all__ = [
    "AlreadyListed",
    "NameTaken",
    "TooMany",
    "TooWide",
    "change_search",
    "close_feed",
    "drop_list",
    "drop_place",
    "drop_search",
    "follow_all_searches",
    "follow_search",
    "list_place",
    "make_list",
    "move_place",
    "note_place",
    "open_feed",
    "rename_list",
    "save_search",
    "share_list",
    "stop_letters",
    "stop_sharing",
    "write_letters",
]
