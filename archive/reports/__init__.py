"""Counts as of a date, review rounds, printable registers."""
