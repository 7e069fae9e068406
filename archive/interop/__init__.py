"""Machines: JSON API, OAI-PMH, IIIF, EAD3, feeds, health."""
