"""Django application of workflow."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.workflow"
    label = "workflow"
