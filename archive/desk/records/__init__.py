"""Finding, describing and releasing the records of one's own office."""
