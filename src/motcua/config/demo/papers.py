"""Which papers of a procedure somebody of the sample hands in."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.procedures.types import ComponentKind, ComponentView


def handed_in(components: Sequence[ComponentView], *, online: bool) -> tuple[ComponentView, ...]:
    """Return what is handed in: what is required, and one of the forms that stand for each other.

    At the counter that is the form on paper, online the electronic one. What only some cases ask
    for (a power of attorney) is not there.
    """
    forms = [one for one in components if one.required and one.template]
    fitting = (one for one in forms if (one.kind is ComponentKind.FORM) is online)
    chosen = next(fitting, forms[0] if forms else None)
    return tuple(one for one in components if one.required and (one not in forms or one is chosen))
