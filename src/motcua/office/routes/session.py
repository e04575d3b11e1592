"""Sign-in, sign-out, own profile."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.profile import profile
from motcua.office.views.sign_in import sign_in
from motcua.office.views.sign_out import sign_out

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("profile/", profile, name="profile"),
]
