"""Successions: pairs of old and new units from the conversion table, and those that follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from motcua.kernel.tabular import ImportReport, Row
from motcua.organisations import rules
from motcua.organisations.models import Succession, Unit
from motcua.organisations.services.import_rows import Wanted
from motcua.organisations.services.import_store import Directory
from motcua.organisations.services.units import BATCH
from motcua.organisations.types import Transfer

PROVINCES_BASIS = "202/2025/QH15"
UNCHANGED_BASIS = "72/2025/QH15"
_FIELDS = ("transfer", "is_split", "legal_basis", "note")


@dataclass(frozen=True)
class Link:
    """One pair of a file, by codes; the old unit is looked up once it is stored."""

    row: Row
    old_code: str
    new: Unit
    transfer: Transfer
    is_split: bool
    legal_basis: str
    note: str


class LinkStore:
    """Collects pairs and writes what is new or different."""

    def __init__(self) -> None:
        found = Succession.objects.filter(effective_on=rules.TWO_TIERS_SINCE)
        self._present = {(link.old_id, link.new_id): link for link in found}
        self._links: list[tuple[Link, Directory]] = []

    def differs(self, link: Link, directory: Directory) -> bool:
        """Return whether a pair is missing or told otherwise so far, and keep it if so."""
        old = directory.get(link.old_code)
        present = self._present.get((old.id, link.new.id)) if old else None
        if present is not None and not _news(present, link):
            return False
        self._links.append((link, directory))
        return True

    def store(self) -> None:
        """Write; old units are stored by now. The caller holds the transaction."""
        new: list[Succession] = []
        edited: list[Succession] = []
        for link, directory in self._links:
            old = directory.by_code[link.old_code]
            present = self._present.get((old.id, link.new.id))
            succession = present or Succession(
                old=old, new=link.new, effective_on=rules.TWO_TIERS_SINCE
            )
            for name in _FIELDS:
                setattr(succession, name, getattr(link, name))
            (new if present is None else edited).append(succession)
        Succession.objects.bulk_create(new, batch_size=BATCH)
        Succession.objects.bulk_update(edited, _FIELDS, batch_size=BATCH)


def _news(present: Succession, link: Link) -> bool:
    return any(getattr(present, name) != getattr(link, name) for name in _FIELDS)


def province_links(
    report: ImportReport, accepted: list[Wanted], provinces: Directory
) -> dict[int, Link]:
    """Return the pair of each row of former provinces, by row number; refuse unknown successors.

    A province that alone went into one of the same code and name is told as unchanged: 11 of
    them (Resolution 202/2025/QH15 merged the other 52).
    """
    targets = Counter(one.row.get("new_province_code") for one in accepted)
    links = {}
    for one in accepted:
        code = one.row.get("new_province_code")
        new = provinces.get(code)
        if new is None:
            reason = _("No province of today has the code %(code)s.") % {"code": code[:20]}
            report.refuse(one.row, "new_province_code", reason)
            continue
        alone = targets[code] == 1 and new.code == one.code
        kind = Transfer.UNCHANGED if alone else Transfer.WHOLE
        basis = UNCHANGED_BASIS if alone else PROVINCES_BASIS
        links[one.row.number] = Link(one.row, one.code, new, kind, False, basis, "")
    return links


def districts_link() -> None:
    """Make the communes that took over land of a district its successors, from their pairs.

    Law 72/2025/QH15 ended the districts; nobody succeeded them as such. Two statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO organisations_succession
                (old_id, new_id, transfer, is_split, legal_basis, effective_on, note)
            SELECT DISTINCT district.id, link.new_id, %s, false, %s, link.effective_on, ''
            FROM organisations_succession link
            JOIN organisations_unit commune ON commune.id = link.old_id
            JOIN organisations_unit district ON district.id = commune.parent_id
            WHERE district.kind = 'district' AND link.effective_on = %s
            ON CONFLICT DO NOTHING
            """,
            [Transfer.DISTRICT_ENDED, UNCHANGED_BASIS, rules.TWO_TIERS_SINCE],
        )
        cursor.execute(
            """
            UPDATE organisations_succession link SET is_split = true
            FROM organisations_unit district
            WHERE district.id = link.old_id AND district.kind = 'district' AND NOT link.is_split
              AND EXISTS (SELECT 1 FROM organisations_succession other
                          WHERE other.old_id = link.old_id AND other.id <> link.id)
            """
        )
