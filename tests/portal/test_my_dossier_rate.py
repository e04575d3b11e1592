"""One tap, once, after the result."""

from __future__ import annotations

from motcua.feedback.models import Rating
from tests.portal.owning import owned, url
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_one_tap_says_how_it_was(walker):
    code = owned(walker)
    page = url("my_dossier_rate", code)
    assert walker.post(page, {"score": "9"}).status_code == 302
    assert not Rating.objects.exists()
    assert walker.post(page, {"score": "5"}, walker.stranger).status_code == 404
    for _count in range(2):
        walker.post(page, {"score": "5"})
    walker.post(page, {"score": "5", "comment": "Nhanh"})
    assert list(Rating.objects.values_list("score", "comment")) == [(5, "Nhanh")]
    assert "Nhanh" in text(walker.get(url("my_dossier", code)))
