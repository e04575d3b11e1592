"""The file of the causes of lateness says what the page says."""

from __future__ import annotations

import csv
import io

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import get

from motcua.dossiers import services
from motcua.dossiers.types import LateCause
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/lateness/"
LATE = 24 * 6


def test_the_lines_add_up_and_other_kinds_do_not_exist(commune):
    with scope_use(SYSTEM), at():
        codes = [dossier_at(commune, Act.APPRAISE) for _ in range(3)]
    with scope_use(SYSTEM), at(LATE):
        services.lateness_explain(actor=commune.leader, code=codes[0], cause=LateCause.STAFF)
    answer = get(commune.leader, f"{URL}csv/", hours=LATE + 1)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(line[-1]) + int(line[-2]) for line in lines[1:]) == 3
    assert get(commune.leader, f"{URL}xlsx/", hours=LATE + 1).content[:2] == b"PK"
    assert get(commune.leader, f"{URL}pdf/", hours=LATE + 1).status_code == 404
    assert get(commune.specialist, f"{URL}csv/").status_code == 404
