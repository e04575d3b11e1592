"""The one template library; its parts register here and `motcua_ui` gathers them."""

from __future__ import annotations

from django import template

register = template.Library()
