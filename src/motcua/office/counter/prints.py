"""From a dossier to the printed forms of Circular 03/2025/TT-VPCP: pure mapping, no database.

The papers are Vietnamese whatever language the official reads; callers switch the language
(`override("vi")`) so that names of steps and limits come out so. What the system does not know
(a unit's telephone, the paper register's book) stays empty, as on the paper form.
"""

from __future__ import annotations

from motcua.documents.forms import Form06, Hop, Letter
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.papers import Issue, letter, unit_words
from motcua.dossiers.slip_paper import Around, event_of, number_of
from motcua.dossiers.types import FactType, Phase
from motcua.dossiers.views import DossierView, SupplementView
from motcua.kernel import clock
from motcua.office.counter.opinion_hops import opinion_hops
from motcua.office.counter.paper_prints import paper_hops_print
from motcua.office.counter.return_hops import TAKEN_BACK, return_hops
from motcua.office.returns import reasons_back
from motcua.workflow.types import HandOverView, ItemState, WorkItemView


def letter_again(
    dossier: DossierView, around: Around, fact: FactType, request: SupplementView | None = None
) -> Letter:
    """Return a form of an act that was done before forms were numbered, or elsewhere.

    Its number stays empty. Raises ValueError when the dossier has no such act.
    """
    event = event_of(dossier, fact)
    if event is None:
        raise ValueError(f"the dossier was not {fact.value}")
    phase = request.phase if request else Phase.NONE
    rule = paper_rule(fact, clock.local(event.at).date(), phase)
    receives = rule.issuer == "receiving"
    issue = Issue(
        form=rule.form,
        act=fact,
        unit=dossier.receiving_unit if receives else dossier.competent_unit,
        number="",
        at=(request.requested_at if request else None) or event.at,
        title=rule.title,
        signer=event.account_name,
        reason=str(event.data.get("reason", "")),
        legal_basis=str(event.data.get("legal_basis", "")),
        request=request,
    )
    return letter(dossier, around.heads, issue, tracking_url=around.tracking_url)


def form06(dossier: DossierView, around: Around) -> Form06:
    """Return Phiếu kiểm soát quá trình giải quyết hồ sơ: one line per hand-over."""
    if dossier.accepted_at is None or dossier.due_at is None:
        raise ValueError("a dossier that was not accepted has no control sheet")
    items = {item.id: item for item in dossier.items}
    involved = {item.unit_id for item in dossier.items}
    own = {dossier.competent_unit.id, dossier.receiving_unit.id}
    under = {
        unit.id for unit in around.units.values() if dossier.competent_unit.id in unit.path_ids
    }
    others = involved - own - under
    return Form06(
        issuer=around.heads.issuer(dossier.receiving_unit),
        number=number_of(dossier, around.heads),
        dossier_code=dossier.code,
        procedure=dossier.procedure.name,
        owner_name=dossier.owner.name,
        resolving_unit=unit_words(dossier.competent_unit),
        coordinating_units=(
            *(unit_words(around.units[one]) for one in sorted(others)),
            *dict.fromkeys(one.unit_name for one in dossier.opinions),
        ),
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        hops=(
            *(_hop(hop, items.get(hop.item_id), dossier, around) for hop in dossier.hand_overs),
            *opinion_hops(dossier),
            *return_hops(dossier),
            *paper_hops_print(dossier.id),
        ),
        printed_at=around.printed_at,
        tracking_url=around.tracking_url,
        hints=around.hints,
    )


def _hop(hop: HandOverView, item: WorkItemView | None, dossier: DossierView, around: Around) -> Hop:
    def unit(unit_id: int | None) -> str:
        found = around.units.get(unit_id or 0)
        return unit_words(found) if found else ""

    receiver = None if hop.taken_back else hop.confirmed_by_id or hop.to_account_id
    back = reasons_back(dossier)
    note = hop.note or (f"Trả lại: {back[hop.handed_at]}" if hop.handed_at in back else "")
    return Hop(
        from_unit=unit(hop.from_unit_id) or unit_words(dossier.receiving_unit),
        to_unit=unit(hop.to_unit_id),
        handed_at=hop.handed_at,
        giver=dossier.accounts.get(hop.from_account_id or 0, ""),
        receiver=dossier.accounts.get(receiver or 0, ""),
        result="" if hop.taken_back else step_result(item),
        note="; ".join(one for one in (note, TAKEN_BACK if hop.taken_back else "") if one),
        step=hop.name,
        due_at=hop.due_at,
    )


def step_result(item: WorkItemView | None) -> str:
    """Return how a step was done against its own limit; empty while it is open."""
    if item is None or item.completed_at is None or item.state is not ItemState.DONE:
        return ""
    if item.completed_at > item.due_at:
        return "quá hạn"
    return "sớm hạn" if item.completed_at.date() < item.due_at.date() else "đúng hạn"
