"""The one progress of several procedures filed as one."""

from __future__ import annotations

from django.urls import reverse

from motcua.filing import services
from motcua.filing.queries import group_of_dossier
from motcua.kernel.scope import scope_use
from tests.builders.citizens import client_of
from tests.builders.filing import draft_ready
from tests.filing.test_group import citizen, commune
from tests.portal.walking import Walker, text

__all__ = ["citizen", "commune"]
PARTS = ("residence", "identity")


def sent(commune, citizen) -> str:
    draft = draft_ready(citizen, commune[0], parts=PARTS)
    with scope_use(citizen.scope):
        receipt = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        group = group_of_dossier(citizen, receipt.dossier_id)
    return reverse("portal:my_group", args=[group])


def test_every_part_stands_there_with_its_code_and_a_failed_one_can_be_tried(commune, citizen):
    url = sent(commune, citizen)
    client = client_of(citizen)
    page = Walker.get(None, url, client)  # type: ignore[arg-type]
    assert page.status_code == 200
    assert text(page).count('class="paper"') == 3
    assert Walker.post(None, url, client=client).status_code == 302  # type: ignore[arg-type]


def test_the_start_page_offers_the_parts(commune, citizen):
    code = commune[0].offering.version.code
    page = Walker.get(None, reverse("portal:file_start", args=[code]), client_of(citizen))  # type: ignore[arg-type]
    assert 'value="residence"' in text(page)


def test_another_persons_is_not_found(commune, citizen):
    from tests.builders.citizens import citizen_make

    url = sent(commune, citizen)
    stranger = client_of(citizen_make())
    assert Walker.get(None, url, stranger).status_code == 404  # type: ignore[arg-type]
