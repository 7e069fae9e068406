"""Arranging the holdings of one's own office: fonds, series, files."""
