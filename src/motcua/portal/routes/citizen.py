"""Routes of signing in, and of what belongs to the person."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my import my
from motcua.portal.views.sign_in import sign_in
from motcua.portal.views.sign_in_back import sign_in_back
from motcua.portal.views.sign_in_ended import sign_in_ended
from motcua.portal.views.sign_in_resume import sign_in_resume
from motcua.portal.views.sign_out import sign_out

routes: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/back/", sign_in_back, name="sign_in_back"),
    path("sign-in/ended/", sign_in_ended, name="sign_in_ended"),
    path("sign-in/resume/", sign_in_resume, name="sign_in_resume"),
    path("sign-out/", sign_out, name="sign_out"),
    path("my/", my, name="my"),
]
