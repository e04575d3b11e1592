"""Telling officials by e-mail that a report waits for them; never a name, never a figure."""

from __future__ import annotations

from motcua.dossiers.services.telling_officials import officials_tell
from motcua.identity.queries import people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.oversight.frozen.models import FrozenReport


def path_of(code: str) -> str:
    """Return the page of a report."""
    return f"/office/frozen-reports/{code}/"


def signers_tell(row: FrozenReport, action: Action, but: int | None, *, seq: int) -> None:
    """Tell those in the report's unit who may do what comes next; system work."""
    people = {
        one.account_id
        for one in people_of(unit_ids=[row.unit_id], at=clock.now())
        if one.may(action) and one.account_id != but
    }
    officials_tell(
        people,
        "report_waits",
        key=f"frozen:{row.code}:{seq}",
        path=path_of(row.code),
        values={"code": row.code},
    )
