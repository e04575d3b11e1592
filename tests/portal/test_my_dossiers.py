"""My dossiers."""

from __future__ import annotations

from copy import copy
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_ones_own_are_listed_searched_and_filtered(walker):
    code = sent(walker).code
    url = reverse("portal:my_dossiers")
    assert code in text(walker.get(url))
    assert code in text(walker.get(f"{url}?q={code}&state=running"))
    assert code not in text(walker.get(f"{url}?state=done"))
    assert code not in text(walker.get(url, walker.stranger))


def test_days_of_filing_narrow_the_list_and_nonsense_counts_as_none(walker):
    code = sent(walker).code
    url = reverse("portal:my_dossiers")
    today = clock.today()
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert code in text(walker.get(f"{url}?from={today.isoformat()}&to={today.isoformat()}"))
    for query in (f"from={tomorrow}", "to=2020-01-01"):
        assert code not in text(walker.get(f"{url}?{query}"))
    assert code in text(walker.get(f"{url}?from=x&to=2020-99-99"))


def test_hundreds_of_dossiers_are_read_a_page_at_a_time_with_the_filter_kept(walker):
    """Each of them once, whatever the page; a statement more for none of them."""
    code = sent(walker).code
    row = Dossier.objects.get(code=code)
    made = [copy_of(row, n) for n in range(60)]
    Dossier.objects.bulk_create(made)
    url, seen, counts = reverse("portal:my_dossiers") + "?state=running", [], []
    while url:
        with CaptureQueriesContext(connection) as asked:
            page = walker.get(url)
        seen += [one.code for one, _url in page.context["rows"]]
        counts.append(len(asked))
        url = page.context["next_url"]
        assert not url or "state=running" in url
    assert len(seen) == len(set(seen)) == 61
    assert len(set(counts[:2])) == 1


def copy_of(row, n):
    """Return the dossier once more under another code."""
    one = copy(row)
    one.pk, one.code = None, f"{row.code[:-4]}{n + 5000:04d}"
    one._state = copy(row._state)
    one._state.adding = True
    return one


def test_a_damaged_place_begins_anew(walker):
    sent(walker)
    assert walker.get(reverse("portal:my_dossiers") + "?after=nonsense").status_code == 200


def test_an_empty_list_says_what_will_stand_here(walker):
    assert "/procedures/" in text(walker.get(reverse("portal:my_dossiers")))
