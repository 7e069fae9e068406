"""Visitors and researchers: home, search, browse, read, listen, cite."""
