"""Names of the languages records are in; a tag without a name is shown as it is."""

from __future__ import annotations

from django.utils.translation import gettext as _


def language_name(tag: str) -> str:
    """Return what a language tag (`vi`, `cjm`, `kpm` …) is called."""
    names = {
        "vi": _("Vietnamese"),
        "en": _("English"),
        "fr": _("French"),
        "zh": _("Chinese"),
        "lzh": _("Classical Chinese"),
        "ru": _("Russian"),
        "cja": _("Western Cham"),
        "cjm": _("Eastern Cham"),
        "cma": _("Maa"),
        "kpm": _("Koho"),
        "cmo": _("Central Mnong"),
        "rad": _("Rade"),
        "khm": _("Khmer"),
    }
    return names.get(tag.lower(), tag)


def language_names(written: str) -> str:
    """Return the names of the languages written in a record, with commas."""
    tags = [tag.strip() for tag in written.replace(";", ",").split(",")]
    return ", ".join(language_name(tag) for tag in tags if tag)
