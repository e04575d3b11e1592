"""Addresses below /identity/: allauth's provider, the choice of a sample person, the fault.

Allauth's pages are replaced by templates of the same names: `idp/oidc/authorization_form.html`,
`idp/oidc/error.html` and `idp/oidc/logout.html`.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from motcua.exchange.simulators.host import fault_path
from motcua.exchange.simulators.identity.middleware import LIES
from motcua.exchange.simulators.identity.views import parties, sign_in, sign_out, token_of_logout

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sign_in, name="identity_sign_in"),
    path("sign-out", sign_out, name="identity_sign_out"),
    path("logout-token", token_of_logout, name="identity_logout_token"),
    path("parties", parties, name="identity_parties"),
    fault_path("identity", LIES),
    path("", include("allauth.idp.urls")),
]
