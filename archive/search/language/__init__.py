"""The query language: what a reader may type, parsed once for every engine."""
