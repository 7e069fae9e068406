"""Who did what, when, on what basis; append-only."""
