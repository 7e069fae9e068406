"""Records and collections as bags that another archive can take in."""
