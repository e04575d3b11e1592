"""Every route of the urlconf, those of the API one by one per operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from motcua.identity.access import is_for_citizens, is_public, required_action
from motcua.identity.types import Action

PAGE_METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Route:
    """A route: its name, that of its address, path pattern, methods and the rights it asks for.

    `actions` are the marks of the view (one is enough); `by_token` says that it is the API's,
    `for_citizens` that it belongs to the citizens' realm.
    """

    name: str
    address: str
    path: str
    methods: tuple[str, ...]
    actions: tuple[Action, ...]
    public: bool
    by_token: bool = False
    for_citizens: bool = False

    @property
    def is_form(self) -> bool:
        """Whether people send it from a page."""
        return not self.by_token and "POST" in self.methods


def routes(
    resolver: URLResolver | None = None, names: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[Route]:
    """Yield each route in the order of the urlconf; a path of the API once per operation."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry, inner, path)
        elif isinstance(entry, URLPattern):
            name = ":".join((*names, entry.name or path))
            operations = _operations().get(name, [])
            yield from (_operation(name, path, operation) for operation in operations)
            if not operations:
                action = required_action(entry.callback)
                yield Route(
                    name=name,
                    address=name,
                    path=path,
                    methods=PAGE_METHODS,
                    actions=(action,) if action else (),
                    public=is_public(entry.callback),
                    for_citizens=is_for_citizens(entry.callback),
                )


def _operation(address: str, path: str, operation: Any) -> Route:
    actions = tuple(
        action for check in operation.auth_callbacks for action in getattr(check, "actions", ())
    )
    return Route(
        name=f"api:{operation.view_func.__name__}",
        address=address,
        path=path,
        methods=tuple(sorted(operation.methods)),
        actions=actions,
        public=not operation.auth_callbacks,
        by_token=True,
    )


def _operations() -> dict[str, list[Any]]:
    """Return the operations of each path of the API, by the name of the path's route."""
    from motcua.api.interface import api

    return {
        f"api:{path.operations[0].view_func.__name__}": list(path.operations)
        for bound in api._get_bound_routers()
        for path in bound.path_operations.values()
    }
