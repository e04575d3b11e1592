"""Taking in a bank statement."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import order_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


HEADER = "bank_reference,booked_at,amount_vnd,text\n"


def send(unit, lines, name="sao-ke.csv"):
    upload = SimpleUploadedFile(name, (HEADER + lines).encode())
    data = {"unit": unit.id, "file": upload}
    return desk(unit).post("/office/payments/statement/", data, follow=True)


def test_a_line_that_names_an_order_pays_it(unit):
    order = order_make(unit)
    page = text(send(unit, f"FT1,2026-11-20,8000,CT {order.code}\nFT2,2026-11-20,1,khong ro\n"))
    assert "2 lines, 1 paid an order, 1 are not clear" in page


def test_lines_that_make_no_sense_are_named_and_other_files_refused(unit):
    assert "Line 2, booked_at" in text(send(unit, "FT1,hôm qua,8000,x\n"))
    assert "Choose a CSV" in text(send(unit, "", name="sao-ke.exe"))


def test_the_form_is_shown(unit):
    assert "Bank statement" in text(desk(unit).get("/office/payments/statement/"))


def test_for_another_unit_it_is_refused(unit):
    with scope_use(SYSTEM):
        other = commune_make()
    upload = SimpleUploadedFile("a.csv", HEADER.encode())
    answer = desk(unit).post("/office/payments/statement/", {"unit": other.id, "file": upload})
    assert "Select a valid choice" in text(answer)
