"""Roles on records, consent, restrictions, releases: the one gate."""
