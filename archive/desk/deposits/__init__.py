"""Bringing files: the question about secrecy, the files, the record made of them."""
