"""Django application of the kernel."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The lowest package: every other one may import it, it imports none."""

    name = "motcua.kernel"
    label = "kernel"
