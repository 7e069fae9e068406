"""Mistakes about where the masters lie, caught at start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import InvalidStorageError

from archive.files import store


@register
def masters_have_a_place(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    try:
        storage = store.masters()
    except (InvalidStorageError, ImportError, TypeError, ValueError) as error:
        return [
            Error(
                f"MASTERS_STORAGE cannot be used: {error}",
                hint='A bucket needs: pip install "django-storages[s3]" (docs/install.md).',
                id="files.E001",
            )
        ]
    if getattr(storage, "file_overwrite", False):
        return [
            Error(
                "The storage of MASTERS_STORAGE would overwrite masters.",
                hint="Use archive.files.bucket.Bucket, or set file_overwrite to false.",
                id="files.E002",
            )
        ]
    return []
