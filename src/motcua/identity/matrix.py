"""The published document of rights (docs/permissions.md), made from the table that rules.

A test compares the two, so the document is the truth (ASVS 5.0, 8.1.1).
"""

from __future__ import annotations

from django.utils import translation

from motcua.identity.rules import PERMISSIONS, TOKEN_ACTIONS
from motcua.identity.types import ROW_ACTIONS, Action, Role
from motcua.identity.words import action_name, role_name

COMMAND = (
    "motcua manage shell --no-imports -c "
    '"from motcua.identity.matrix import permissions_markdown; '
    "print(permissions_markdown(), end='')\" > docs/permissions.md"
)
_HEAD = f"""# Who may do what

Made from `src/motcua/identity/rules.py`; do not edit. Make it anew with

```
{COMMAND}
```

A right comes from a posting (person, unit, role, from, to) in force at the instant of the request,
half-open: at `to` it is gone. It holds in the posting's unit and all units below it. A person may
hold several roles; the one used is recorded with what was done. Nobody opens a posting for
himself. Rows of dossiers are shown only to postings with one of: {{rows}}. Outside its scope a
page answers 404.

"""
_FOOT = """
Not granted to any role, because no page or operation may do it: changing an event, a seal, a
receipt, a number given by the clerk, the instant of acceptance.

An API token belongs to one posting and has at most the actions of its role, without: {withheld}.
"""


def permissions_markdown() -> str:
    """Return the document, in English whatever the active language."""
    with translation.override("en"):
        return (
            _HEAD.format(rows=_codes(ROW_ACTIONS))
            + _table()
            + _FOOT.format(withheld=_codes(frozenset(Action) - TOKEN_ACTIONS))
        )


def _codes(actions: frozenset[Action]) -> str:
    return ", ".join(f"`{action.value}`" for action in Action if action in actions)


def _table() -> str:
    head = ["Action", "Code", *(f"{role_name(role)}<br>`{role.value}`" for role in Role)]
    rows = [head, ["---", "---", *(":-:" for _ in Role)]]
    for action in Action:
        marks = ["●" if role in PERMISSIONS[action] else "" for role in Role]
        rows.append([action_name(action), f"`{action.value}`", *marks])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
