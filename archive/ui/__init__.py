"""Template tags, widgets, paging, static files."""
