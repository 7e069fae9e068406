"""What we hold and what it is about."""
