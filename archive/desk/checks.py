"""Mistakes about the workplace, caught at start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register

from archive.accounts.models import User


@register(Tags.database, deploy=True)
def demonstration_accounts_are_closed(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of accounts whose password everybody knows (`check --deploy --database default`)."""
    if not databases or not User.objects.filter(is_demonstration=True, is_active=True).exists():
        return []
    return [
        Warning(
            "Accounts of the demonstration, whose password is public, can sign in.",
            hint="Begin with an empty DATA_DIR and `run_archive --without-demo`.",
            id="desk.W001",
        )
    ]
