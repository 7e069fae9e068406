"""What a reader keeps for their own work: lists of places, and searches that are followed."""
