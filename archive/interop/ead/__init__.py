"""Finding aids of collections as EAD3, for portals and other archives."""
