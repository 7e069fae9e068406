"""Compiled histories and the sources they cite."""
