"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from archive.access import staff
from archive.access.callers import at_most
from archive.access.locks import open_to_all, signed_in
from archive.accounts.models import User
from archive.desk.demonstration.cast import ACCOUNTS, PASSWORD
from archive.desk.identity.forms import OwnPasswordForm

_as_often_as_signing_in = at_most("SIGN_INS_PER_MINUTE", methods=("POST",))

sign_in = open_to_all(
    _as_often_as_signing_in(
        auth_views.LoginView.as_view(
            template_name="accounts/sign_in.html",
            redirect_authenticated_user=True,
            # Shown only while demonstration data is here (see the template).
            extra_context={"demo_accounts": ACCOUNTS, "demo_password": PASSWORD},
        )
    )
)
sign_out = open_to_all(auth_views.LogoutView.as_view())


class _Account(auth_views.PasswordChangeView):
    """What the archive knows of whoever asks, and the way to another password."""

    form_class = OwnPasswordForm
    template_name = "accounts/account.html"
    success_url = reverse_lazy("accounts:account")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        user = cast(User, request.user)
        if staff.is_kept(user, user):
            return self.render_to_response(self.get_context_data(), status=403)
        return super().post(request, *args, **options)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The new password holds from now on."))
        return super().form_valid(form)


account = signed_in(_as_often_as_signing_in(_Account.as_view()))
