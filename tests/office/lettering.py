"""A refusal that waits for whoever signs it: used by one test file per page."""

from __future__ import annotations

from typing import Any

from tests.builders.dossiers import Commune, at, dossier_registered
from tests.office.acting import dossier_url, post, seen

from motcua.kernel.scope import SYSTEM, scope_use

SIGN = "/office/worklist/sign/"
REFUSAL = {"reason": "Sai thẩm quyền", "legal_basis": "Điều 5 Luật Mẫu"}


def registered(commune: Commune) -> str:
    """Return the code of a dossier that waits to be accepted."""
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def propose(commune: Commune, code: str) -> Any:
    """Propose to refuse it, as the counter's officer; return the page that follows."""
    url = dossier_url(code, "propose/refusal")
    return post(commune.counter, url, version=seen(code).version, **REFUSAL)


def proposed(commune: Commune) -> str:
    """Return the code of a dossier whose refusal waits."""
    code = registered(commune)
    propose(commune, code)
    return code
