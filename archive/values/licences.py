"""Licences and rights statements as they stand in what an office wrote about rights."""

import re

# The addresses that say what may be done with a thing: those two bodies', as IIIF wants them.
_RIGHTS = re.compile(
    r"https?://(creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+|"
    r"rightsstatements\.org/vocab/[\w./-]+)"
)


def rights_address(text: str) -> str:
    """Return the licence's or rights statement's address that stands in `text`, if one does."""
    found = _RIGHTS.search(text)
    return f"http://{found[1].rstrip('.')}" if found else ""
