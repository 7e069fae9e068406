"""The names under which people, bodies, places, subjects and events are known."""
