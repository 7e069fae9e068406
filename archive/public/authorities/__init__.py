"""Ways of browsing: people, places, subjects, units, collections."""
