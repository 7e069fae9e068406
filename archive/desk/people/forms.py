"""What an administrator types about an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.accounts.models import Role, User
from archive.ui.forms import SeenForm
from archive.units.models import Unit


class AccountForm(SeenForm, forms.ModelForm[User]):
    """Name, office, roles; whether the account is open."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["full_name", "email", "office", "is_active"]
        labels = {"is_active": gettext_lazy("The account is open")}
        help_texts = {"is_active": gettext_lazy("A closed account cannot sign in.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["full_name"].required = True
        office = self.fields["office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.queryset = Unit.objects.offices()
        if self.instance.pk:
            self.initial.setdefault("roles", sorted(self.instance.roles))

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        roles = self.cleaned_data.get("roles") or []
        needs_office = set(roles) - {Role.RESEARCHER, Role.ADMINISTRATOR}
        if needs_office and not self.cleaned_data.get("office"):
            self.add_error("office", _("These roles are held in an office. Choose one."))
        return data


class PasswordForm(forms.Form):
    """A new password, judged by the rules of the settings."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class NewAccountForm(AccountForm, PasswordForm):
    """An account that is not there yet."""

    username = forms.SlugField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Letters without marks, digits, hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["username", "full_name", "email", "office", "roles", "password"]

    class Meta(AccountForm.Meta):
        fields = ["full_name", "email", "office"]

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Somebody has this user name already."))
        return username
