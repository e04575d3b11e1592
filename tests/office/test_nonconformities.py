"""The register: counts, filters, overdue first, one's own actions, the same number of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.identity import client_for
from tests.builders.quality import acted, kept_make, reported

from motcua.kernel import clock
from motcua.office.views import nonconformities

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/nonconformities/"


def test_empty_narrowed_and_another_unit():
    kept = kept_make()
    client = client_for(kept.officer)
    assert "No non-conformity is recorded" in client.get(URL).content.decode()
    code = reported(kept)
    assert code in client.get(URL).content.decode()
    assert "None fits" in client.get(URL, {"state": "closed"}).content.decode()
    assert code not in client_for(kept_make().keeper).get(URL).content.decode()
    for query in ({"state": "x", "place": "y", "year": "0x1"}, {"after": "9~~"}):
        assert code in client.get(URL, query).content.decode()


def test_what_is_overdue_comes_first_and_is_counted_and_its_owner_sees_it(monkeypatch):
    kept = kept_make()
    first, second = reported(kept), reported(kept)
    acted(kept, second, days=1)
    monkeypatch.setattr(nonconformities, "PAGE", 1)
    with clock.clock_set(clock.now() + timedelta(days=3)):
        page = client_for(kept.officer).get(URL)
        text = page.content.decode()
        assert "have an overdue action" in text
        assert "Your corrective actions" in text
        assert [line["row"].code for line in page.context["lines"]] == [second]
        follow = client_for(kept.officer).get(page.context["next_url"])
        assert [line["row"].code for line in follow.context["lines"]] == [first]


def test_many_lines_need_no_more_questions():
    kept = kept_make()
    client = client_for(kept.keeper)
    reported(kept)
    client.get(URL)

    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(URL)
        return len(found)

    one = asked()
    for _ in range(5):
        reported(kept)
    assert asked() == one
