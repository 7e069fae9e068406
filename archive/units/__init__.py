"""Administrative units and offices through time."""
