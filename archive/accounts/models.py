"""People who sign in, and their roles."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is trusted with. A person may hold several; a reader without one reads."""

    RESEARCHER = "researcher", _("Researcher")
    ARCHIVIST = "archivist", _("Archivist")
    COLLECTOR = "collector", _("Collector")
    VETTING_SECRETARY = "vetting_secretary", _("Vetting secretary")
    COUNCIL_MEMBER = "council_member", _("Council member")
    VETTING_HEAD = "vetting_head", _("Head of the vetting body")
    OFFICE_HEAD = "office_head", _("Office head")
    ADMINISTRATOR = "administrator", _("Administrator")


# Roles whose work is with the holdings of their own office. A council member is not one of them:
# what a member may read is what the round puts before the council.
STAFF_ROLES = frozenset(
    {
        Role.ARCHIVIST,
        Role.COLLECTOR,
        Role.VETTING_SECRETARY,
        Role.VETTING_HEAD,
        Role.OFFICE_HEAD,
        Role.ADMINISTRATOR,
    }
)


class User(AbstractUser):
    """A person who signs in."""

    office = models.ForeignKey(
        "units.Unit",
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the roles held, read once per request."""
        return frozenset(Role(value) for value in self.grants.values_list("role", flat=True))

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the person holds one of `roles`; an administrator holds them all."""
        return self.is_active and bool(self.roles & {*roles, Role.ADMINISTRATOR})

    @property
    def is_archive_staff(self) -> bool:
        return self.is_active and bool(self.roles & STAFF_ROLES)


class RoleGrant(models.Model):
    """One role held by one person."""

    user = models.ForeignKey(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="grants"
    )
    role = models.CharField(_("role"), max_length=32, choices=Role)

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
