"""Django application of feedback."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.feedback"
    label = "feedback"
