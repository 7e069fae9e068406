"""The catalogue's columns in memory, by which lists are counted and gone through."""
