"""The list of records with its choices, and the ways in on the home page."""
