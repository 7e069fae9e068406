"""Changing one thing on a selection of records."""
