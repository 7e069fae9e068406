"""What a reader keeps: their lists, their searches, their requests."""
