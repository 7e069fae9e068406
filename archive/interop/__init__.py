"""Machines: IIIF, feeds, sitemaps, health; and what keeps an archive up: processes, backups."""
