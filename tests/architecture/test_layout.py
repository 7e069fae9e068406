"""The floor plan, where import-linter cannot look."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).parent.parent.parent
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "managers", "core", "signals"}


def _floors() -> dict[str, int]:
    """Return the floor of every room, counted from the ground."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {
        room.strip(): floor
        for floor, line in enumerate(reversed(layers))
        for room in line.split("|")
    }


FLOORS = _floors()


def _room(model: type[models.Model]) -> str | None:
    name = model.__module__
    return name.split(".")[1] if name.startswith("archive.") else None


def test_foreign_keys_point_down() -> None:
    """A key written as a string is an import that import-linter cannot see."""
    upward = []
    for model in apps.get_models():
        if (room := _room(model)) is None:
            continue
        for field in model._meta.get_fields():
            if not (isinstance(field, models.Field) and field.is_relation and field.related_model):
                continue
            target = _room(field.related_model)
            if target and target != room and FLOORS[target] >= FLOORS[room]:
                upward.append(f"{model.__name__}.{field.name} → {target}")
    assert upward == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {path.parent.name for path in (ROOT / "archive").glob("*/__init__.py")}
    assert rooms == set(FLOORS)


def test_no_drawer_for_odds_and_ends() -> None:
    bad = [
        str(path.relative_to(ROOT))
        for folder in ("archive", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ]
    assert bad == []


def test_the_top_level_holds_what_the_plan_names() -> None:
    named = {
        *("archive", "media", "search_index", "templates", "tests", "benchmarks", "docs"),
        *("locale", ".ci", ".github"),
    }
    ignored = {".git", ".venv", "static_root", "artefacts"}
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.endswith(("_cache", ".egg-info"))
    }
    assert folders - ignored - {"__pycache__", ".hypothesis"} == named


VENDORED = sorted((ROOT / "archive/ui/static/vendor").glob("*/"))


@pytest.mark.parametrize("folder", VENDORED, ids=lambda path: path.name)
def test_vendored_libraries_say_whence_and_under_what_licence(folder: Path) -> None:
    names = {path.name.upper() for path in folder.iterdir()}
    licensed = any(name.startswith(("LICENSE", "LICENCE", "OFL", "COPYING")) for name in names)
    assert licensed, "the licence text lies beside the library"
    assert any(name.startswith("ORIGIN") for name in names), "ORIGIN says where it came from"


def _pins(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.split("==")[0].split("[")[0].lower() for line in lines if "==" in line}


@pytest.mark.parametrize("name", sorted(_pins("requirements.txt") | _pins("requirements-dev.txt")))
def test_every_pin_is_explained(name: str) -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    assert f"| `{name}` |" in text, "docs/dependencies.md: what it does, why it, its licence"


def test_every_requirement_is_pinned() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or "==" in line, (file, line)


def test_settings_read_from_the_environment_are_documented() -> None:
    source = (ROOT / "archive" / "settings.py").read_text()
    names = set(re.findall(r'(?:environ\.get|environ\[|_flag)\(?\s*"(\w+)"', source))
    text = (ROOT / "docs" / "settings.md").read_text()
    assert {name for name in names if f"`{name}`" not in text} == set()
