"""Write the tables of docs/glossary.md, and the list of docs/adr, anew from what they are about.

What stands above the marker is written by hand. The meaning of a word is the first sentence of its
docstring, so that there is one place to correct it: `make glossary`.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
DECISIONS = ROOT / "docs" / "adr"
MARKER = "<!-- below: written by `make glossary` -->\n"
HEADING = "| code word | nhãn tiếng Việt | meaning |\n|---|---|---|\n"


def tables() -> str:
    from django.apps import apps
    from django.utils import translation

    with translation.override("vi"):
        rooms = []
        for config in apps.get_app_configs():
            if not config.name.startswith("archive."):
                continue
            rows = [row for model in config.get_models() for row in _rows_of(model)]
            if rows:
                rooms.append(f"\n## {config.label}\n\n{HEADING}" + "".join(_unique(rows)))
        return "".join(rooms)


def _rows_of(model: type) -> Iterator[str]:
    from django.db.models import Choices

    meta = model._meta  # type: ignore[attr-defined]
    yield _row(f"**{model.__name__}**", meta.verbose_name, _meaning(model))
    for field in meta.local_fields:
        choices = getattr(field, "choices", None)
        if not choices or (enum := _enum_of(field, Choices)) is None:
            continue
        yield _row(f"{enum.__qualname__}", field.verbose_name, _meaning(enum))
        for value, label in choices:
            yield _row(f"&nbsp;· `{value}`", label, _english(label))


def _enum_of(field: object, base: type) -> type | None:
    """Return the choices class a field was given; Django keeps only the pairs."""
    wanted = [value for value, _ in field.choices]  # type: ignore[attr-defined]
    models = field.model.__mro__  # type: ignore[attr-defined]
    for model in models:
        for found in [*vars(model).values(), *vars(inspect.getmodule(model)).values()]:
            if inspect.isclass(found) and issubclass(found, base) and found.values == wanted:  # type: ignore[attr-defined]
                return found
    return None


def _english(label: object) -> str:
    from django.utils import translation

    with translation.override("en"):
        return str(label)


def _meaning(what: type) -> str:
    doc = inspect.cleandoc(vars(what).get("__doc__") or "").strip()
    if not doc or doc.startswith(f"{what.__name__}("):
        return ""
    return " ".join(doc.split("\n\n")[0].split())


def _row(word: str, label: object, meaning: str) -> str:
    return f"| {word} | {label} | {meaning.replace('|', '/')} |\n"


def _unique(rows: list[str]) -> list[str]:
    """Keep the first of the same enumerations: several fields may share one."""
    return list(dict.fromkeys(rows))


def current() -> str:
    return GLOSSARY.read_text().partition(MARKER)[2]


def decisions() -> str:
    """Return the list of decisions: each file's own heading, in the order of their numbers."""
    files = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    headings = ((path.name, path.read_text().splitlines()[0].lstrip("# ")) for path in files)
    return "\n" + "".join(f"- [{heading}]({name})\n" for name, heading in headings)


def main() -> None:
    for file, written in ((GLOSSARY, tables()), (DECISIONS / "README.md", decisions())):
        by_hand = file.read_text().partition(MARKER)[0]
        file.write_text(by_hand + MARKER + written)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    from archive.ui.translations import compile_catalogues

    compile_catalogues([ROOT / "locale"])
    django.setup()
    main()
