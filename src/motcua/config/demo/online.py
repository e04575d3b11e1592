"""Dossiers that sample persons file from home, by the same operations as the portal's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.citizens.services import person_vouched
from motcua.citizens.types import CitizenActor
from motcua.config.demo.live import Desk
from motcua.config.demo.sample_result import sample_result
from motcua.documents.pdf import form_pdf
from motcua.documents.services import file_store
from motcua.dossiers import services as dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import ComponentInput
from motcua.exchange.simulators.identity.people import BY_KEY
from motcua.exchange.vneid_claims import identity_read
from motcua.filing import services
from motcua.filing.rules import may_be_needless, papers_asked
from motcua.filing.types import DraftView, PaperWay
from motcua.forms.queries import form_get, pages_asked
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.types import OfferingView, VersionView

PROCEDURE = "1.004873"  # certificate of marital status: everybody may need one, few questions
NOT_MINE = "Không thuộc trường hợp của tôi"
PURPOSES = {
    "vay": "Bổ túc hồ sơ vay vốn ngân hàng",
    "nha": "Làm thủ tục mua bán nhà ở",
    "viec": "Bổ túc hồ sơ xin việc làm ở nước ngoài",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """One sample filing: whose, for what, how many hours ago, and how far it has come."""

    person: str
    purpose: str
    hours: int
    state: str = "waiting"  # waiting | supplement | done


FILED: dict[str, tuple[Filed, ...]] = {
    "05528": (
        Filed("mau1", "nha", 30, "done"),
        Filed("mau7", "vay", 6, "supplement"),
        Filed("mau5", "nha", 5),
        Filed("mau2", "viec", 3),
        Filed("mau1", "vay", 1),
    ),
    "01849": (Filed("mau8", "vay", 2),),
}


def online_make(desk: Desk, offering: OfferingView, filed: tuple[Filed, ...], now: datetime) -> int:
    """File what sample persons wanted from this commune, work some of it; return how many."""
    for one in filed:
        at = now - timedelta(hours=one.hours)
        with clock.clock_set(at):
            code = _file(citizen_sample(one.person), offering, PURPOSES[one.purpose])
        if one.state == "supplement":
            with clock.clock_set(at + timedelta(minutes=40)):
                dossiers.dossier_request_supplement_at_intake(
                    actor=desk.people["tiepnhan"],
                    code=code,
                    items=["Bản chụp rõ hơn của giấy tờ kèm theo"],
                    reason="Bản chụp bị mờ, không đọc được ngày cấp.",
                )
        elif one.state == "done":
            # After what came to the counters: numbers of the register book follow the time.
            accepted = now - timedelta(minutes=25)
            with clock.clock_set(accepted):
                _accept(desk, code)
            desk.advance(code, "done", accepted + timedelta(minutes=2), offering)
    return len(filed)


def citizen_sample(key: str) -> CitizenActor:
    """Return a sample person as the simulated identity provider vouches for them."""
    sample = BY_KEY[key]
    identity = identity_read({**sample.claims, "sub": key}, acr=f"LoA{sample.level}")
    person = person_vouched(identity)
    return CitizenActor(person=person, subject=person)


def _file(citizen: CitizenActor, offering: OfferingView, purpose: str) -> str:
    """Begin a draft, answer its pages, settle its papers and send it; return the code."""
    with scope_use(citizen.scope):
        draft = services.draft_begin(
            citizen=citizen, procedure_code=offering.version.code, unit_id=offering.unit_id
        )
        draft = _answer(citizen, draft, purpose)
        papers_settle(citizen, draft, offering.version)
        services.draft_set(citizen=citizen, public_id=draft.public_id, delivery={"method": 2})
        return services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code


def _answer(citizen: CitizenActor, draft: DraftView, purpose: str) -> DraftView:
    form = form_get(draft.form_id)
    answers: dict[str, Any] = {
        **draft.answers,
        "for_self": True,
        "status": "never",
        "moved": False,
        "purpose": "other",
        "purpose_other": purpose,
        "had_before": False,
        "copies": 1,
        "declared": True,
    }
    for page in pages_asked(form, answers):
        draft = services.draft_save(
            citizen=citizen,
            public_id=draft.public_id,
            page=page.key,
            keys=page.keys,
            answers=answers,
            expected=draft.version,
        ).draft
    return draft


def papers_settle(citizen: CitizenActor, draft: DraftView, version: VersionView) -> None:
    """Hand in a file for each paper that is needed; the others do not apply."""
    place: dict[str, Any] = {"citizen": citizen, "public_id": draft.public_id}
    for one in papers_asked(version, own_form=True):
        if draft.paper(one.id).way is not PaperWay.UNDECIDED:
            continue
        if may_be_needless(one):
            services.draft_paper(
                **place, component_id=one.id, way=PaperWay.NOT_APPLICABLE, note=NOT_MINE
            )
            continue
        with scope_use(SYSTEM):
            file = file_store(data=form_pdf(sample_result(draft.public_id)), name="giay-to.pdf")
        services.draft_file_add(**place, component_id=one.id, file=file)


def _accept(desk: Desk, code: str) -> None:
    """Accept at the counter; what was left out there is shown there."""
    lacking = [one for one in dossier_get(code).components if not (one.given or one.not_applicable)]
    dossiers.dossier_accept(
        actor=desk.people["tiepnhan"],
        code=code,
        components=tuple(
            ComponentInput(component_id=one.component_id, originals=1) for one in lacking
        ),
    )
