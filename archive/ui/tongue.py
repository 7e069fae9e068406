"""Words of the catalogue on a screen in another language are marked as what they are."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import get_language

OURS = "vi"


def is_foreign() -> bool:
    """Tell whether the screen is in another language than the catalogue."""
    return get_language() != OURS


def vietnamese(words: object) -> str:
    """Mark a name or a text as Vietnamese, where the screen is not (WCAG 3.1.2)."""
    if not words:
        return ""
    if not is_foreign():
        return str(words)
    return format_html('<span lang="{}">{}</span>', OURS, words)
