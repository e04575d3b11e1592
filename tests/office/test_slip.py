"""Form 01: every field that the system knows, and nobody else's eyes."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.utils.translation import override
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.builders.procedures import component, fee

from motcua.documents.services import file_store
from motcua.dossiers.chain import security_code
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.submit import tracking_url
from motcua.dossiers.slip_paper import around_of, form01
from motcua.dossiers.types import ComponentInput, PartyInput, PartyRole, ReturnMethod
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work(
            components=[
                component("Tờ khai"),
                component("Bản sao Giấy khai sinh", kind="certified_copy", originals=0, copies=2),
                component("Giấy tờ tùy thân", how="present", satisfied_by=["population"]),
                component("Văn bản ủy quyền", required=False),
            ],
            fees=[fee(), fee(None, name="Phí theo nghị quyết")],
        )


def slip_of(code):
    with override("vi"):
        dossier = dossier_get(code)
        return form01(dossier, around_of(dossier))


@pytest.fixture
def full(commune):
    """A dossier with everything that a dossier can have."""
    first, second, third, _fourth = commune.offering.version.components
    stored = file_store(data=pdf_make(), name="to-khai.pdf")
    return dossier_accepted(
        commune,
        parties=(
            PartyInput(
                name="Nguyễn Văn Mẫu",
                id_number="019090000001",
                birth_date=date(1990, 12, 31),
                address="Tổ 5, phường Bách Quang",
                phone="0912 345 678",
                email="mau@vidu.vn",
            ),
            PartyInput(name="Lê Thị Chủ", role=PartyRole.OWNER, address="Tổ 9"),
            PartyInput(name="Phạm Văn Được", role=PartyRole.AUTHORISED),
        ),
        components=(
            ComponentInput(first.id, originals=1, file_ids=(stored.id,), note="bản viết tay"),
            ComponentInput(second.id, copies=2),
            ComponentInput(third.id, originals=1),
        ),
        sets=2,
        fee_quantity=3,
        content={"note": "Gọi trước khi trả"},
    )


def test_head_people_and_request_are_filled(commune, full):
    code = full
    form = slip_of(code)
    assert form.issuer.superior == "UBND phường Bách Quang"
    assert form.issuer.name == commune.centre.full_name
    assert form.issuer.place == "Bách Quang"
    assert form.number == "01/TTPVHCC"  # the first line of this year's register book
    assert (form.register_book, form.register_serial) == ("2026", "1")
    assert form.dossier_code == code
    assert form.tracking_url == tracking_url(code)
    assert form.tracking_key == security_code(code)
    assert form.received_from == "Nguyễn Văn Mẫu"
    assert form.submitter_name == "Phạm Văn Được"
    assert "Phạm Văn Được" in form.note
    assert "Gọi trước khi trả" in form.note
    assert (form.submitter_address, form.submitter_phone, form.submitter_email) == (
        "Tổ 5, phường Bách Quang",
        "0912 345 678",
        "mau@vidu.vn",
    )
    assert form.submitter_id_number == "019090000001"
    assert (form.owner_name, form.owner_address) == ("Lê Thị Chủ", "Tổ 9")
    assert form.requested == commune.offering.version.name
    assert form.procedure_code == commune.offering.code


def test_papers_fees_and_dates_are_filled(commune, full):
    form = slip_of(full)
    lines = [(c.name, c.originals, c.certified, c.copies, c.electronic) for c in form.components]
    assert lines == [
        ("Tờ khai", 1, 0, 0, 1),
        ("Bản sao Giấy khai sinh", 0, 2, 0, 0),
        ("Giấy tờ tùy thân", 0, 0, 0, 0),
    ]
    assert form.components[0].note == "bản viết tay"
    assert form.components[2].note == "xuất trình để đối chiếu, không thu"
    assert form.sets == 2
    assert [(f.name, f.amount_vnd, f.how) for f in form.fees] == [
        ("Lệ phí hộ tịch (số lượng 3)", 24_000, "chưa thu"),
        ("Phí theo nghị quyết", None, ""),
    ]
    assert form.limit_text == "3 ngày làm việc"
    assert form.competent_unit == "UBND phường Bách Quang"
    dossier = dossier_get(full)
    assert (form.received_at, form.due_at) == (dossier.accepted_at, dossier.due_at)
    assert form.receiver_name == commune.counter.name
    assert form.result_way.startswith("tại ")
    assert "3 ngày làm việc" in form.due_reason
    assert not form.due_reason.endswith("09:00.")


@pytest.mark.parametrize(
    ("chosen", "free"),
    [
        ({}, ("Đúng hạn", 0)),  # the ordinary case
        ({"fee_case": "late"}, ("Quá hạn", None)),
        ({"fee_case": "late", "content": {"case": "late"}}, ("Quá hạn", None)),
        ({"content": {"case": "late"}}, ("Quá hạn", None)),
    ],
)
def test_of_fees_by_case_only_that_of_the_chosen_one_is_printed(system_scope, chosen, free):
    fees = [
        fee(0, name="Đúng hạn", charge="civil_status", case="on_time"),
        fee(None, name="Quá hạn", charge="civil_status", case="late"),
        fee(5_000, name="Quá hạn tại Hà Nội", charge="civil_status", case="late", province="01"),
        fee(0, name="Nộp trực tuyến", channel="online"),
    ]
    with at():
        commune = commune_at_work(fees=fees)
        form = slip_of(dossier_accepted(commune, **chosen))
    assert [(one.name, one.amount_vnd) for one in form.fees] == [free]


def test_data_instead_of_paper_and_other_ways_of_return_are_said(commune):
    first, second, third, _fourth = commune.offering.version.components
    papers = (
        ComponentInput(first.id, originals=1),
        ComponentInput(second.id, copies=2),
        ComponentInput(third.id, satisfied_by="population"),
    )
    code = dossier_accepted(commune, components=papers, return_method=ReturnMethod.POST)
    form = slip_of(code)
    assert form.components[2].note == "đã có trong CSDL quốc gia về dân cư"
    assert form.result_way == "qua dịch vụ bưu chính công ích"
    assert form.owner_name == ""


def test_the_slip_is_an_archival_pdf_and_its_reading_is_recorded(commune):
    code = dossier_accepted(commune)
    answer = client_for(commune.counter).get(f"/office/prints/{code}/01/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert code in str(pdf.docinfo["/Title"])
        assert b"pdfaid" in pdf.Root.Metadata.read_bytes()
    record = AccessRecord.objects.latest("id")
    assert record.purpose == "print of form-01"
    assert record.account_id == commune.counter.account_id


def test_a_reprint_is_the_same_paper(commune):
    client, address = client_for(commune.counter), f"/office/prints/{dossier_accepted(commune)}/01/"
    assert client.get(address).content == client.get(address).content
    assert client.get(address, {"hints": "en"}).content != client.get(address).content
    assert client.get(address, {"hints": "<x>"}).status_code == 200


def test_a_dossier_that_was_not_accepted_has_no_slip(commune):
    code = dossier_registered(commune)
    answer = client_for(commune.counter).get(f"/office/prints/{code}/01/")
    assert answer["Location"] == f"/office/dossiers/{code}/"


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06"])
def test_another_commune_does_not_find_it(commune, number):
    code = dossier_accepted(commune)
    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(name="Xa"), "ttpvhcc"))
    assert client_for(stranger).get(f"/office/prints/{code}/{number}/").status_code == 404
    assert client_for(stranger).get(f"/office/intake/done/{code}/").status_code == 404


def test_a_business_administrator_reads_no_dossier(commune):
    admin = actor_make(role=Role.BUSINESS_ADMIN, unit=commune.unit)
    code = dossier_accepted(commune)
    assert client_for(admin).get(f"/office/prints/{code}/01/").status_code == 404
