"""Pieces of addresses."""

from __future__ import annotations

from django.urls import register_converter

from motcua.indicators.reports.catalogue import REPORTS


class DossierCode:
    """A dossier's code as it is written: `H19.45.12-260910-0001`; nothing else reaches a query."""

    regex = r"[A-Za-z0-9.\-]{5,40}"

    def to_python(self, value: str) -> str:
        """Return the code as it is stored: codes have no small letters."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


class RowId:
    """The number of a row that a bigint holds; a longer one would break the query."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(value)


class ReportKey:
    """The key of an official report that exists: `ii06a`."""

    regex = "|".join(REPORTS)

    def to_python(self, value: str) -> str:
        """Return the key."""
        return value

    def to_url(self, value: str) -> str:
        """Return the key."""
        return value


class FrozenCode:
    """The code of a frozen report: `05528-ii06a-2026-10-v1`; nothing else reaches a query."""

    regex = r"[A-Za-z0-9._\-]{5,120}"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


register_converter(DossierCode, "dossier")
register_converter(FrozenCode, "frozen")
register_converter(RowId, "row")
register_converter(ReportKey, "report")
