"""Sign-in, sign-out, own profile, own second factor."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.confirm import confirm
from motcua.office.views.profile import profile
from motcua.office.views.second_factor import second_factor
from motcua.office.views.sign_in import sign_in
from motcua.office.views.sign_in_code import sign_in_code
from motcua.office.views.sign_out import sign_out

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("sign-in/code/", sign_in_code, name="sign_in_code"),
    path("confirm/", confirm, name="confirm"),
    path("second-factor/", second_factor, name="second_factor"),
    path("profile/", profile, name="profile"),
]
