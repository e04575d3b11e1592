"""Every form that comes with Motcua is filled in to the end without scripts, and arrives."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.forms.types import Kind
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.walked import plain
from tests.builders.walks import NAMES, Walk

ALSO = ("1.001776", "1.001193", "generic")  # with the last choice and no everywhere
WALKS = [(name, True) for name in NAMES] + [(name, False) for name in ALSO]


@pytest.mark.parametrize(("name", "first"), WALKS)
def test_a_form_is_walked_to_its_dossier(name, first, system_scope):
    walk = Walk(name, first=first)
    start = reverse("portal:file_start", args=[walk.code])
    url = walk.fetch(start, {"unit": [str(walk.commune.unit.id)]})[1]
    seen: list[str] = []
    while "/receipt/" not in url:
        assert url not in seen, f"{url} again after {seen}"
        seen.append(url)
        url = walk.step(url)
    assert len(seen) >= 4
    with scope_use(walk.citizen.scope):
        (row,) = dossiers_search().rows
    with scope_use(SYSTEM):
        dossier = dossier_get(row.code)
    arrived = {k: v for k, v in dossier.content["answers"].items() if not is_file(walk, k)}
    assert arrived == plain(walk.answers)
    needed = {one.id for one in walk.commune.offering.version.components if one.required}
    assert all(one.given for one in dossier.components if one.component_id in needed)
    attached = [one for one in walk.form.questions if one.kind is Kind.ATTACHMENT]
    assert len([one for one in dossier.attachments if one.kind == "form"]) == len(attached)


def is_file(walk, key):
    return walk.form.question(key).kind is Kind.ATTACHMENT
