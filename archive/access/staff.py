"""Accounts as acts: opening, changing roles, closing. Only an administrator does them.

They stand here and not in `accounts`, because every act writes into the journal and the journal
stands above the people it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, models, transaction

from archive.access.actions import NotAllowed
from archive.accounts.models import Role, RoleGrant, User
from archive.journal import actions as journal
from archive.units.models import Unit


class NameTaken(Exception):
    """Somebody has this user name already."""


class LastAdministrator(Exception):
    """Somebody must stay who can open accounts."""


class SharedAccount(Exception):
    """Everybody signs in with this account of the demonstration: it stays as everybody knows it."""


@transaction.atomic
def open_account(
    *,
    actor: User,
    username: str,
    full_name: str,
    email: str,
    password: str,
    office: Unit | None,
    roles: Collection[Role],
    at: dt.datetime,
    is_demonstration: bool = False,
) -> User:
    """Open an account with its roles. Raises `NotAllowed` and `NameTaken`."""
    _only_administrators(actor)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username,
                email=email,
                password=password,
                full_name=full_name,
                office=office,
                is_demonstration=is_demonstration,
            )
    except IntegrityError:
        raise NameTaken from None
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    journal.record(
        actor=actor,
        act="access.account.opened",
        subject=user,
        at=at,
        after={"office": office and office.code, "roles": sorted(roles)},
    )
    return user


@transaction.atomic
def change_account(
    *,
    actor: User,
    user: User,
    full_name: str,
    email: str,
    office: Unit | None,
    roles: Collection[Role],
    is_active: bool,
    at: dt.datetime,
) -> User:
    """Change name, office, roles, or close and reopen the account.

    Raises `NotAllowed`, `SharedAccount`, and `LastAdministrator` when nobody would be left to open
    accounts.
    """
    _only_administrators(actor)
    if is_kept(user, actor):
        raise SharedAccount
    user = User.objects.select_for_update().get(pk=user.pk)
    before, former_email = _state(user), user.email
    user.full_name, user.email, user.office, user.is_active = full_name, email, office, is_active
    user.save(update_fields=["full_name", "email", "office", "is_active"])
    user.grants.exclude(role__in=roles).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=role) for role in roles], ignore_conflicts=True
    )
    if not _administrators().exists():
        raise LastAdministrator
    user = User.objects.get(pk=user.pk)
    after = _state(user)
    if email != former_email:
        # That it changed, not from what to what: the journal cannot forget a private address.
        after["changed"] = ["email"]
    if before != after:
        journal.record(
            actor=actor,
            act="access.account.changed",
            subject=user,
            at=at,
            before=before,
            after=after,
        )
    return user


@transaction.atomic
def set_password(*, actor: User, user: User, password: str, at: dt.datetime) -> None:
    """Give `user` a new password: their own act, or an administrator's.

    Raises `NotAllowed` and `SharedAccount`.
    """
    if actor != user:
        _only_administrators(actor)
    if is_kept(user, actor):
        raise SharedAccount
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record(actor=actor, act="access.account.password_set", subject=user, at=at)


def is_kept(user: User, actor: User) -> bool:
    """Tell whether `user` is a shared account, which nobody who holds one may change."""
    return user.is_demonstration and actor.is_demonstration


def _only_administrators(actor: User) -> None:
    if not actor.has_role(Role.ADMINISTRATOR):
        raise NotAllowed


def _administrators() -> models.QuerySet[User]:
    return User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR)


def _state(user: User) -> dict[str, object]:
    return {
        "full_name": user.full_name,
        "office": user.office and user.office.code,
        "roles": sorted(user.roles),
        "is_active": user.is_active,
    }
