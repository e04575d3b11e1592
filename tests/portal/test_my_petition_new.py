"""A petition is written once, however often it is pressed."""

from __future__ import annotations

from motcua.feedback.models import Petition
from tests.portal.owning import url
from tests.portal.test_receipt import sent
from tests.portal.walking import walker

__all__ = ["walker"]


def test_pressed_twice_it_is_one(walker):
    code = sent(walker).code
    form = walker.get(url("my_petition_new", code)).context["form"]
    data = {"kind": "behaviour", "text": "Chờ lâu", "key": str(form["key"].value())}
    assert walker.post(url("my_petition_new", code), {"key": data["key"]}).status_code == 422
    answers = [walker.post(url("my_petition_new", code), data) for _count in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Petition.objects.count() == 1


def test_another_persons_dossier_is_not_found(walker):
    page = url("my_petition_new", sent(walker).code)
    assert walker.get(page, walker.stranger).status_code == 404
