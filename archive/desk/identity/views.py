"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import views as auth_views

from archive.access.callers import at_most
from archive.access.locks import open_to_all
from archive.desk.demonstration.cast import ACCOUNTS, PASSWORD

sign_in = open_to_all(
    at_most("SIGN_INS_PER_MINUTE", methods=("POST",))(
        auth_views.LoginView.as_view(
            template_name="accounts/sign_in.html",
            redirect_authenticated_user=True,
            # Shown only while demonstration data is here (see the template).
            extra_context={"demo_accounts": ACCOUNTS, "demo_password": PASSWORD},
        )
    )
)
sign_out = open_to_all(auth_views.LogoutView.as_view())
