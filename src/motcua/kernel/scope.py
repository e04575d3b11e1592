"""The scope of a unit of work: which rows of which units the database may show and accept.

PostgreSQL row-level security reads the transaction-local setting `motcua.scope`; without it
there are no rows. A scope is `*` (system work), `{1,2,3}` (units; many as ranges,
`{[1,4),[9,12)}`), `persons:{4}` (what belongs to somebody signed in at the portal), `dossier:17`
(one dossier whose second factor was given), `hall:5` (the numbers of one centre's hall: its kiosk,
its display, a ticket's page) or `board:{1,2}` (the sums of some units and who waits in their
halls: a wall screen; nothing written).
docs/architecture.md, "The wall underneath".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from motcua.kernel import wire
from motcua.kernel.scopes import (
    NOTHING,
    SYSTEM,
    Scope,
    scope_board,
    scope_dossier,
    scope_hall,
    scope_persons,
    scope_units,
)

__all__ = [
    "NOTHING",
    "SYSTEM",
    "Scope",
    "ScopeMiddleware",
    "no_transaction",
    "scope_board",
    "scope_current",
    "scope_dossier",
    "scope_hall",
    "scope_persons",
    "scope_units",
    "scope_use",
]
View = TypeVar("View", bound=Callable[..., Any])
_SET = "SELECT set_config('motcua.scope', %s, true)"


_current: ContextVar[Scope] = ContextVar("motcua_scope", default=NOTHING)


def scope_current() -> Scope:
    """Return the scope in force."""
    return _current.get()


def _apply(scope: Scope) -> None:
    wire.exchange([wire.Statement(_SET, [scope.setting])])


@contextmanager
def scope_use(scope: Scope) -> Iterator[None]:
    """Run the block in one transaction under `scope`; nested use restores the outer scope."""
    outer = _current.get()
    nested = connection.in_atomic_block
    token = _current.set(scope)
    try:
        with transaction.atomic(), wire.leading():
            if nested:
                _apply(scope)
            else:  # both travel with the first statement of the block
                wire.lead("BEGIN", idle=True)
                wire.lead(_SET, [scope.setting], idle=True)
            yield
            if nested and not connection.needs_rollback:
                _apply(outer)
        # When the block fails, the rollback of its savepoint restores the setting by itself.
    finally:
        _current.reset(token)


def no_transaction(view: View) -> View:
    """Mark a view that needs no database, or that opens its scopes itself."""
    view.motcua_no_transaction = True  # type: ignore[attr-defined]
    return view


class ScopeMiddleware:
    """Run every view in one transaction under the scope of whoever asks (`request.scope`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done around the view."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Wrap the view; a refusal inside rolls the transaction back before it is answered."""
        if getattr(view, "motcua_no_transaction", False):
            return None
        scope: Scope = getattr(request, "scope", NOTHING)
        with scope_use(scope):
            return view(request, *args, **kwargs)
