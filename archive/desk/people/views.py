"""Opening, changing and closing accounts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from archive.access import staff
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role, User
from archive.desk.people.forms import AccountForm, NewAccountForm, PasswordForm

PAGE_SIZE = 50


@require_safe
@staff_only(Role.ADMINISTRATOR)
def people(request: SignedInRequest) -> HttpResponse:
    users = User.objects.select_related("office").prefetch_related("grants").order_by("username")
    page = Paginator(users, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/people/list.html", {"page": page})


@sensitive_post_parameters("password")
@staff_only(Role.ADMINISTRATOR)
def open_account(request: SignedInRequest) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            staff.open_account(
                actor=request.user,
                username=data["username"],
                full_name=data["full_name"],
                email=data["email"],
                password=data["password"],
                office=data["office"],
                roles=[Role(role) for role in data["roles"]],
                at=timezone.now(),
            )
        except staff.NameTaken:  # pressed twice, or another administrator was quicker
            form.add_error("username", _("Somebody has this user name already."))
        else:
            messages.success(request, _("The account is open."))
            return redirect("desk:people")
    return render(request, "desk/people/form.html", {"form": form})


@staff_only(Role.ADMINISTRATOR)
def person(request: SignedInRequest, number: int) -> HttpResponse:
    user = get_object_or_404(User, pk=number)
    if staff.is_kept(user, request.user):
        return _kept(request, user)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            staff.change_account(
                actor=request.user,
                user=user,
                full_name=data["full_name"],
                email=data["email"],
                office=data["office"],
                roles=[Role(role) for role in data["roles"]],
                is_active=data["is_active"],
                at=timezone.now(),
            )
        except staff.LastAdministrator:
            form.add_error("roles", _("Somebody must stay who can open accounts."))
        else:
            messages.success(request, _("The account was changed."))
            return redirect("desk:people")
    return render(request, "desk/people/form.html", {"form": form, "person": user})


@sensitive_post_parameters("password")
@staff_only(Role.ADMINISTRATOR)
def password(request: SignedInRequest, number: int) -> HttpResponse:
    user = get_object_or_404(User, pk=number)
    if staff.is_kept(user, request.user):
        return _kept(request, user)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        staff.set_password(
            actor=request.user,
            user=user,
            password=form.cleaned_data["password"],
            at=timezone.now(),
        )
        messages.success(request, _("The new password holds from now on."))
        return redirect("desk:people")
    return render(request, "desk/people/password.html", {"form": form, "person": user})


def _kept(request: SignedInRequest, user: User) -> HttpResponse:
    """Say of an account everybody shares that it stays as it is."""
    status = 403 if request.method == "POST" else 200
    return render(request, "desk/people/shared.html", {"person": user}, status=status)
