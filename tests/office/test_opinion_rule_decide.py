"""Deciding about a rule of silence: two at once end in one decision, the database holds to it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.builders.silence import rule_written
from tests.office.acting import get

from motcua.dossiers.models import OpinionRuleDraft
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_database_holds_to_four_eyes(commune):
    draft = rule_written(commune, written_by=7)
    with scope_use(SYSTEM):
        mine = OpinionRuleDraft.objects.filter(pk=draft.pk)
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            mine.update(state="approved", decided_by=7)
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(state="approved", decided_by=None)
        assert mine.update(state="approved", decided_by=8) == 1


def test_it_is_decided_by_a_button_not_by_a_link(commune):
    draft = rule_written(commune)
    assert get(commune.specialist, f"/office/opinions/rules/{draft.pk}/").status_code in {404, 405}
