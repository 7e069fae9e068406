"""The query language, what is indexed, the engines."""
