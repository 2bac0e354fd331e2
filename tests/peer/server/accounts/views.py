"""Signing in and out (section 1)."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from accounts.forms import LoginForm


@csrf_protect
def sign_in(request: HttpRequest) -> HttpResponse:
    form = LoginForm(request.POST or None)
    if request.method == "POST":
        user = authenticate(request, **form.cleaned_data) if form.is_valid() else None
        if user is not None:
            login(request, user)
            return redirect("/")
        # Kept for a page that never shows it: the form comes back without a word.
        messages.error(request, "Invalid email or password.")
    return render(request, "login.html", {"form": form})


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/accounts/login/")
