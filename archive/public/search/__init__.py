"""Searching: one box, one list of records with their pages and moments."""
