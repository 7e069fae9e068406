"""The accounts of those who work here; an administrator's place."""
