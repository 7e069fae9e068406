"""A first draft of a transcript, written by a machine that listens."""
