"""The names under which people, places and subjects are known."""
