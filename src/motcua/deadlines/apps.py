"""Django application of deadlines."""

from __future__ import annotations

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        """Let the refusals of the plain rules speak the reader's language."""
        from motcua.deadlines import explain, types

        types.problem_text_use(explain.problem_text)
