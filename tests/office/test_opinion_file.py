"""Files that were sent along with a question, or came with its answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_at, submission_make
from tests.office.acting import dossier_url, get, seen
from tests.office.asking import economy_of

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_was_sent_is_handed_out_and_nothing_else_of_the_dossier(commune):
    economy, colleague = economy_of(commune)
    with scope_use(SYSTEM), at():
        files = [
            file_store(data=pdf_make(text=name), name=f"{name}.pdf") for name in ("one", "two")
        ]
        made = submission_make(commune).components
        first = replace(
            made[0],
            file_ids=tuple(one.id for one in files),
            file_names=tuple(one.name for one in files),
        )
        code = dossier_at(commune, Act.APPRAISE, components=(first, *made[1:]))
        sent, kept = seen(code).attachments
        asked = services.Asked(
            unit_ids=(economy.id,), question="?", limit="4wh", attachment_ids=(sent.id,)
        )
        services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    url = f"/office/opinions/{seen(code).opinions[0].id}/files"
    answer = get(colleague, f"{url}/{sent.file_id}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert get(colleague, f"{url}/{kept.file_id}/").status_code == 404
    assert get(colleague, dossier_url(code, f"files/{sent.id}")).status_code == 404
    with scope_use(SYSTEM), at(1):
        services.opinion_recall(actor=commune.specialist, code=code, ordinal=1, reason="Nhầm")
    assert get(colleague, f"{url}/{sent.file_id}/").status_code == 404
    assert get(commune.specialist, f"{url}/{sent.file_id}/").status_code == 200
