"""Days as the house writes them, the same on every screen."""
