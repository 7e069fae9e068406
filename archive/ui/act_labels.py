"""The names of journal acts, gathered from the `acts.py` of every room that has one."""

from __future__ import annotations

import functools
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django_stubs_ext import StrPromise


@functools.cache
def act_labels() -> dict[str, StrPromise]:
    """Return the label of every act any room writes into the journal."""
    labels: dict[str, StrPromise] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("archive.") and module_has_submodule(app.module, "acts"):
            labels.update(import_module(f"{app.name}.acts").ACTS)
    return labels
