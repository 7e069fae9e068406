"""Bytes: masters, derivatives, checksums, fixity."""
