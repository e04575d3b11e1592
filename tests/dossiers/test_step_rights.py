"""The check of drawings and the desk agree on the right that each act needs."""

from __future__ import annotations

from motcua.dossiers.types import ACTION_OF, Channel, ReturnMethod
from motcua.workflow.rules.findings import RIGHT_OF
from motcua.workflow.words import DOSSIER_DATA


def test_the_rights_of_acts_are_the_same() -> None:
    assert dict(RIGHT_OF) == dict(ACTION_OF)


def test_what_a_dossier_tells_its_process_is_what_can_be_named() -> None:
    assert {c.name.lower() for c in Channel} == set(DOSSIER_DATA["channel"][2])
    assert {m.name.lower() for m in ReturnMethod} == set(DOSSIER_DATA["return_method"][2])
