"""What somebody types about their own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from archive.access import staff
from archive.accounts.models import User


class OwnPasswordForm(PasswordChangeForm):
    """The password as it is, and a new one twice."""

    user: User

    def __init__(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        # It is one thing among others on the page: whoever came to look should see the top first.
        self.fields["old_password"].widget.attrs.pop("autofocus", None)

    def clean_old_password(self) -> str:
        """Try the password as signing in does: whoever finds a desk left open cannot guess on."""
        password = str(self.cleaned_data["old_password"])
        name = self.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.user:
            wrong = "password_incorrect"
            raise ValidationError(self.error_messages[wrong], code=wrong)
        return password

    def save(self, commit: bool = True) -> User:
        password = self.cleaned_data["new_password1"]
        staff.set_password(actor=self.user, user=self.user, password=password, at=timezone.now())
        return self.user
