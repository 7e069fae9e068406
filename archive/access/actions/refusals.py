"""What every act of this room may answer."""


class NotAllowed(Exception):
    """The person may not do this with this record."""
