"""The whole country, loaded once for a module."""

from __future__ import annotations

from tests.builders.country import country, country_loaded

__all__ = ("country", "country_loaded")
