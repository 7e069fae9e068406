"""The register of witnesses: whom to meet first, when, and what came of it."""
