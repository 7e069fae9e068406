"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import views as auth_views

from archive.access.locks import open_to_all

sign_in = open_to_all(
    auth_views.LoginView.as_view(
        template_name="accounts/sign_in.html", redirect_authenticated_user=True
    )
)
sign_out = open_to_all(auth_views.LogoutView.as_view())
