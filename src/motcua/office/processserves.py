"""For which procedures a process is drawn: asked when a draft begins, changed, and sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from motcua.kernel.errors import Invalid, NotFound
from motcua.procedures.queries import offerings_of, procedure_get


def procedures_limited(codes: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return procedures as code, name and legal limit in words; one that is gone keeps its code."""
    found = []
    for code in codes:
        try:
            version = procedure_get(code).version
        except NotFound:
            found.append((code, "", ""))
        else:
            found.append((code, version.name, version.limit_text if version.limit else ""))
    return found


class ServesForm(forms.Form):
    """The procedures of a unit to tick, and the codes of others."""

    procedures = forms.MultipleChoiceField(
        label=gettext_lazy("Procedures of the unit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    codes = forms.CharField(
        label=gettext_lazy("Codes of other procedures"), max_length=2000, required=False
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        serves_unit: int,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        initial = dict(initial or {})
        offered = offerings_of(serves_unit)
        known = {one.code for one in offered}
        named = initial.pop("procedures", ())
        initial["procedures"] = [code for code in named if code in known]
        initial["codes"] = " ".join(code for code in named if code not in known)
        super().__init__(data, files, initial=initial)
        if not offered:
            del self.fields["procedures"]
            return
        self.fields["procedures"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.code} {one.version.name}") for one in offered
        ]

    def served(self) -> tuple[str, ...]:
        """Return the procedures that were named."""
        given = self.cleaned_data
        others = re.findall(r"[^\s,;]+", given["codes"])
        return tuple(dict.fromkeys([*given.get("procedures", []), *others]))

    def refusal(self, refusal: Invalid, names: dict[str, str] | None = None) -> None:
        """Put what the domain says at the fields; `names` are fields that are called otherwise."""
        for problem in refusal.problems:
            name = {"procedures": "codes", **(names or {})}.get(problem.field, problem.field)
            self.add_error(name if name in self.fields else None, str(problem.message))
