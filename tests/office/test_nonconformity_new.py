"""Reporting: of one's own, from a late dossier, from a petition with which one deals."""

from __future__ import annotations

import pytest
from tests.builders.citizens import petition_asked
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for
from tests.builders.quality import kept_make

from motcua.dossiers.services import lateness_explain
from motcua.dossiers.types import LateCause
from motcua.quality.models import Nonconformity, NonconformityEvent

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/nonconformities/new/"


def data(kept, **over):
    return {
        "source": "observation",
        "place_id": kept.unit.id,
        "grade": "minor",
        "happened": "Thiếu chữ ký (mẫu)",
        "requirement": "QT-01, bước 3",
        "process": "",
        **over,
    }


def test_of_ones_own_with_what_was_put_right():
    kept = kept_make()
    answer = client_for(kept.officer).post(URL, data(kept, correction="Đã ký bù"))
    assert answer.status_code == 302
    assert Nonconformity.objects.get().code in answer["Location"]
    assert NonconformityEvent.objects.count() == 2
    empty = client_for(kept.officer).post(URL, data(kept, happened=""))
    assert empty.status_code == 422
    assert "QT-01" in empty.content.decode()


def test_from_a_petition_by_whoever_deals_with_it():
    kept = kept_make()
    number = petition_asked(kept.unit.id, "H19.900.01-260828-0001", text="Chờ lâu")
    page = client_for(kept.keeper).get(URL, {"petition": number}).content.decode()
    assert f'value="{number}"' in page
    named = data(kept, source="petition", petition=number)
    refused = client_for(kept.officer).post(URL, named)
    assert "do not deal with petitions" in refused.content.decode()
    assert client_for(kept.keeper).post(URL, named).status_code == 302
    assert Nonconformity.objects.get().petition_number == number


def test_from_a_late_dossier_with_its_counted_cause():
    with at():
        commune = commune_at_work()
        code = dossier_accepted(commune)
        kept = kept_make(commune.unit)
    with at(24 * 100):
        lateness_explain(actor=commune.leader, code=code, cause=LateCause.WORKLOAD)
        client = client_for(kept.keeper)
        page = client.get(URL, {"dossier": code}).content.decode()
        assert "Far more dossiers than usual" in page
        stranger = client_for(kept_make().keeper).get(URL, {"dossier": code}).content.decode()
        assert "Far more" not in stranger
        late = data(kept, source="lateness", dossier_code=code)
        assert client.post(URL, late).status_code == 302
        assert Nonconformity.objects.get().dossier_code == code
