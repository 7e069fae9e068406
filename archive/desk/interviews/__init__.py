"""Interviews at the desk: how one came about, consents, seals, transcripts."""
