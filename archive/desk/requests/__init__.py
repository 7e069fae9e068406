"""Requests of readers: what waits for the head of the office, and its answers."""
