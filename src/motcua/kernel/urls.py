"""Health routes for the operator's proxy."""

from __future__ import annotations

from django.urls import path

from motcua.kernel import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
