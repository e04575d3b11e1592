"""What the check says about a drawing: every finding at its element, all of them at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation
from tests.builders.drawn import END, START, drawing, element, step, table, whole
from tests.builders.procedures import version_make
from tests.builders.workflow import AT

from motcua.workflow import queries, services
from motcua.workflow.drawn import Severity
from motcua.workflow.words import MESSAGES

pytestmark = pytest.mark.usefixtures("system_scope")
ACT = 'act="{0}" role="{1}"'


def told(
    text: str, severity: Severity | None = Severity.ERROR, procedures: tuple[str, ...] = ()
) -> set[tuple[str, str]]:
    findings = queries.process_check(text, procedures=procedures)
    return {(f.element, f.code) for f in findings if severity in {None, f.severity}}


def whole_told(old: str, new: str) -> set[tuple[str, str]]:
    text = whole()
    assert old in text
    return told(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "element_", "code"),
    [
        ('role="clerk"', 'role="counter_officer"', "issue", "role_act"),
        ('role="clerk"', 'role=""', "issue", "role_missing"),
        ('act="issue"', 'act="stamp"', "issue", "act_unknown"),
        ('unit="handling"', 'unit="moon"', "assign", "unit_unknown"),
        ('code="approved" vi="approved"', 'code="agreed" vi="agreed"', "approve", "approve_outcome"),
        ('code="done" vi="done"', 'code="done" vi=""', "receive", "outcome_wrong"),
        ('outcome == "returned"', "data.nothing == 1", "f_ok_appraise", "data_unknown"),
        ('outcome == "returned"', 'nobody.outcome == "returned"', "f_ok_appraise", "condition_step"),
        ('default="f_ok_issue"', "", "ok", "default_missing"),
        ('name="appraise"', "", "appraise", "name_missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_element(old: str, new: str, element_: str, code: str) -> None:
    assert (element_, code) in whole_told(old, new)


def test_all_is_said_at_once() -> None:
    text = whole().replace('role="clerk"', 'role="king"').replace('default="f_ok_issue"', "")
    text = text.replace("bpmn:endEvent", "bpmn:scriptTask").replace('hours="4"', 'hours="x"', 1)
    assert {code for _, code in told(text)} >= {
        "role_unknown", "default_missing", "unsupported", "hours_wrong", "one_end",
    }  # fmt: skip


def test_a_sound_drawing_has_nothing_to_say() -> None:
    procedure = version_make(limit="5wd", process_key="standard").code
    assert told(whole(), None, (procedure,)) == set()


def test_without_procedures_it_says_what_cannot_be_checked_yet() -> None:
    assert told(whole(hours="400"), None) == {("", "procedures_none")}
    [hint] = queries.process_check(whole(), procedures=())
    assert (hint.kind, hint.name) == ("", ""), "it is about no element"
    unlimited = version_make(limit="", process_key="standard").code
    assert told(whole(hours="400"), None, (unlimited,)) == {("", "limit_unknown")}


def test_acts_are_firm_for_a_procedure_without_a_limit_too() -> None:
    unlimited = version_make(limit="", process_key="standard").code
    text = whole().replace('act="issue" role="clerk"', 'act="endorse" role="leader"')
    assert ("return", "act_order") in told(text, Severity.ERROR, (unlimited,))
    assert ("return", "act_order") not in told(text, Severity.ERROR)


def test_a_step_from_which_no_way_leads_on_is_a_dead_end() -> None:
    text = drawing(
        [START, step("one"), step("two"), END], [("start", "one"), ("one", "end"), ("one", "two")]
    )
    assert ("two", "dead_end") in told(text)
    assert ("one", "dead_end") not in told(text)
    joined = drawing([START, step("one"), END], [("start", "one"), ("one", "end")])
    assert "dead_end" not in {code for _, code in told(joined)}


def test_hours_over_the_limit_are_marked_on_the_longest_way() -> None:
    """The shorter branch and the way back are not to blame; the longest step is shown first."""
    short, long = (version_make(limit=f"{n}wd", process_key="standard").code for n in (2, 3))
    enough = version_make(limit="9wd", process_key="standard").code
    steps = [step(f"s{n}", hours=hours) for n, hours in enumerate(("4", "2", "20.5", "1"))]
    split, join = element("parallelGateway", "split"), element("parallelGateway", "join")
    text = drawing(
        [START, *steps, split, join, END],
        [
            ("start", "s0"), ("s0", "split"), ("split", "s1"), ("split", "s2"), ("s1", "join"),
            ("s2", "join"), ("join", "s3"), ("s3", "end"),
        ],
    )  # fmt: skip
    findings = queries.process_check(text, procedures=[long, short, enough])
    [found] = [one for one in findings if one.code == "hours_over"]
    assert (found.element, found.marks) == ("s2", ("s0", "s2", "s3"))
    assert found.severity is Severity.ERROR
    with translation.override("vi"):
        [found] = [one for one in queries.process_check(text, procedures=[long, short, enough])
                   if one.code == "hours_over"]  # fmt: skip
        assert f"25.5 > 16 ({short}); 25.5 > 24 ({long})" in found.message
        assert "“s0” 4, “s2” 20,5, “s3” 1" in found.message
        assert enough not in found.message


def test_hours_of_what_is_called_stand_at_the_call_and_waiting_counts() -> None:
    services.processes_ship(at=AT)
    procedure = version_make(limit="5wd", process_key="standard").code
    call = element("callActivity", "call", calledElement="standard", name="call",
        extensions='<motcua:call version="1"/>')  # fmt: skip
    wait = element("intermediateCatchEvent", "wait", inside="<bpmn:timerEventDefinition/>",
        extensions='<motcua:timer hours="8" unit="handling"/>')  # fmt: skip
    chain = ["start", "call", "wait", "last", "end"]
    text = drawing([START, call, wait, step("last"), END], list(pairwise(chain)))
    found = {one.code: one for one in queries.process_check(text, procedures=[procedure])}
    assert found["hours_over"].marks == ("call", "wait", "last")
    assert found["hours_over"].element == "call"
    assert f"52 > 40 ({procedure})" in found["hours_over"].message


def test_of_many_procedures_the_first_are_named_and_the_others_counted() -> None:
    codes = [version_make(limit="1wd", process_key="standard").code for _ in range(9)]
    findings = queries.process_check(whole(), procedures=codes)
    [found] = [one for one in findings if one.code == "hours_over"]
    assert f"{sorted(codes)[5]} +3)" in found.message
    assert sorted(codes)[6] not in found.message


@pytest.mark.parametrize(
    ("act", "role", "code"),
    [("issue", "clerk", "act_order"), ("return", "counter_officer", "act_end")],
)
def test_acts_come_in_the_order_that_the_law_asks_for(act: str, role: str, code: str) -> None:
    procedure = version_make(limit="20wd", process_key="standard").code
    text = whole().replace(ACT.format(act, role), ACT.format("endorse", "leader"))
    findings = queries.process_check(text, procedures=[procedure])
    assert code in {f.code for f in findings if f.severity is Severity.ERROR}
    # A process that is only called by others may be a part.
    assert code in {c for _, c in told(text, Severity.WARNING)}
    assert code not in {c for _, c in told(text)}


@pytest.mark.parametrize("key", ["standard", "with_opinion", "provincial_step"])
def test_what_comes_with_the_software_can_be_drawn_for_a_procedure(key: str) -> None:
    services.processes_ship(at=AT)
    procedure = version_make(limit="20wd", process_key=key).code
    text = queries.definition_text(queries.definition_by_key(key).id)
    assert told(text, None, (procedure,)) == set()


@pytest.mark.parametrize(("act", "wrong"), [("appraise", False), ("opinion", True)])
def test_an_act_side_by_side_is_done_where_the_ways_meet(act: str, *, wrong: bool) -> None:
    """Of two ways side by side one appraises: then it has been done where they meet."""
    split, join = element("parallelGateway", "split"), element("parallelGateway", "join")
    steps = [
        step(one, one, outcomes=("approved",)) for one in ("assign", "approve", "issue", "return")
    ]
    text = drawing(
        [START, *steps, step("here", act), step("there", "opinion"), split, join, END],
        [
            ("start", "assign"), ("assign", "split"), ("split", "here"), ("split", "there"),
            ("here", "join"), ("there", "join"), ("join", "approve"), ("approve", "issue"),
            ("issue", "return"), ("return", "end"),
        ],
    )  # fmt: skip
    procedure = version_make(limit="20wd", process_key="standard").code
    assert (("approve", "act_order") in told(text, Severity.ERROR, (procedure,))) is wrong


def test_a_result_that_was_not_approved_is_not_issued() -> None:
    text = whole().replace('outcome == "returned"', 'appraise.outcome == "done"')
    assert ("issue", "issue_unapproved") in told(text)
    named = whole().replace('outcome == "returned"', 'approve.outcome != "approved"')
    assert told(named) == set()


def test_circles_are_found() -> None:
    gate = element("exclusiveGateway", "gate", default="f_gate_gate2")
    back = element("exclusiveGateway", "gate2", default="f_gate2_end")
    spins = drawing(
        [START, step("ask"), gate, back, END],
        [
            ("start", "ask"), ("ask", "gate"), ("gate", "gate2"), ("gate2", "end"),
            ("gate2", "gate", 'outcome == "done"'),
        ],
    )  # fmt: skip
    assert {code for _, code in told(spins)} == {"spins"}
    closed = drawing(
        [START, step("one"), step("two"), END],
        [("start", "one"), ("one", "two"), ("two", "one")],
    )
    assert {
        ("one", "loop_without_exit"),
        ("two", "loop_without_exit"),
        ("end", "unreachable"),
    } <= told(closed)


def test_requests_and_edges_are_held_together() -> None:
    send = step("ask", "opinion", kind="sendTask", unit="opinion")
    alone = drawing([START, send, END], [("start", "ask"), ("ask", "end")])
    assert told(alone) == {("ask", "send_alone")}
    wait = element("receiveTask", "wait", extensions='<motcua:receive from="nobody"/>')
    lost = drawing(
        [START, step("one"), wait, END], [("start", "one"), ("one", "wait"), ("wait", "end")]
    )
    assert told(lost) == {("wait", "receive_send")}
    inside = "<bpmn:timerEventDefinition/>"
    own = '<motcua:timer hours="4" unit="moon"/>'
    edge = element(
        "boundaryEvent",
        "late",
        inside=inside,
        extensions=own,
        attachedToRef="gone",
        cancelActivity="false",
    )
    loose = drawing(
        [START, step("one"), edge, END], [("start", "one"), ("one", "end"), ("late", "end")]
    )
    assert told(loose) >= {
        ("late", "edge_attached"), ("late", "edge_goes_on"), ("late", "unit_unknown"),
    }  # fmt: skip


def test_what_the_dossier_tells_is_not_decided_anew() -> None:
    rule = table("rule", [("outcome", "string")], "channel", [("-", '"post"')])
    text = drawing(
        [START, step("one"), rule, END], [("start", "one"), ("one", "rule"), ("rule", "end")]
    )
    assert told(text) == {("rule", "data_taken")}


def test_tables_and_what_they_read_are_checked() -> None:
    rule = table("rule", [("height", "number")], "way", [("< 5", '"a"'), ("<= 5", '"b"')])
    text = drawing(
        [START, step("one"), rule, END], [("start", "one"), ("one", "rule"), ("rule", "end")]
    )
    assert told(text) == {
        ("rule", "data_unknown"), ("rule", "table_gap"), ("rule", "table_overlap"),
    }  # fmt: skip


def test_every_finding_has_words_in_every_language() -> None:
    for language in ("vi", "en", "id"):
        with translation.override(language):
            for code, text in MESSAGES.items():
                assert str(text) % {"detail": "x"}, code


def timed(act: str, target: str) -> str:
    """Return the complete process with a timer at the edge of a step."""
    edge = element(
        "boundaryEvent", "late", inside="<bpmn:timerEventDefinition/>", attachedToRef=act,
        cancelActivity="true", extensions='<motcua:timer hours="4" unit="handling"/>',
    )  # fmt: skip
    flow = element("sequenceFlow", f"f_late_{target}", sourceRef="late", targetRef=target)
    return whole(extra=(edge, flow))


@pytest.mark.parametrize(
    ("act", "target", "found"),
    [
        ("assign", "appraise", {("appraise", "act_order")}),
        ("appraise", "approve", {("approve", "act_order")}),
        ("approve", "issue", {("issue", "act_order"), ("issue", "issue_unapproved")}),
        ("approve", "ok", {("issue", "act_order"), ("issue", "issue_unapproved")}),
        ("issue", "return", {("return", "act_order")}),
        ("return", "end", {("end", "act_end")}),
        ("approve", "appraise", set()),
        ("appraise", "assign", set()),
        ("appraise", "appraise", set()),
    ],
)
def test_a_step_whose_time_was_over_has_not_been_done(
    act: str, target: str, found: set[tuple[str, str]]
) -> None:
    procedure = version_make(limit="20wd", process_key="standard").code
    findings = queries.process_check(timed(act, target), procedures=[procedure])
    assert {(f.element, f.code) for f in findings if f.severity is Severity.ERROR} == found


def test_tables_are_compared_within_a_budget_for_the_whole_drawing() -> None:
    reads = [("area", "number"), ("urgent", "boolean"), ("poor", "boolean")]
    rows = [(str(n), "-", "-", '"a"') for n in range(100)]
    names = [f"rule{n}" for n in range(4)]
    tables = [table(name, reads, f"way{name}", rows) for name in names]
    ask = step("ask", fields='<motcua:field name="area" kind="number" vi="a"/>'
        '<motcua:field name="urgent" kind="boolean" vi="b"/>'
        '<motcua:field name="poor" kind="boolean" vi="c"/>')  # fmt: skip
    chain = ["start", "ask", *names, "end"]
    text = drawing([START, ask, *tables, END], list(pairwise(chain)))
    found = {(e, c) for e, c in told(text) if c != "table_gap"}
    assert found == {("rule2", "tables_many")}


def test_what_is_called_counts_for_the_size_of_a_drawing() -> None:
    services.processes_ship(at=AT)
    called = '<motcua:call version="1"/>'

    def chain(number: int) -> str:
        names = [f"call{n}" for n in range(number)]
        calls = [
            element("callActivity", name, calledElement="standard", name=name, extensions=called)
            for name in names
        ]
        return drawing([START, *calls, step("last"), END],
            list(pairwise(["start", *names, "last", "end"])))  # fmt: skip

    assert told(chain(30)) == set()
    assert {code for _, code in told(chain(120))} == {"flat_large"}


@pytest.mark.parametrize(
    "asks",
    [
        {"outcomes": ("done", "refused")},
        {"fields": '<motcua:field name="area" kind="number" vi="a" en="a" id="a"/>'},
    ],
)
def test_the_intake_asks_nothing_because_it_is_passed_over(asks: dict[str, Any]) -> None:
    plain = step("receive", "receive", unit="receiving")
    asking = step("receive", "receive", unit="receiving", **asks)
    assert plain in whole()
    assert told(whole().replace(plain, asking)) == {("receive", "receive_asks")}


@pytest.mark.parametrize(
    ("hours", "of_step", "of_timer"),
    [
        ("1e-999999", True, True), ("1E3", True, True), ("0.001", True, True), (" 4", True, True),
        ("1_0", True, True), ("+4", True, True), ("٤", True, True), ("0.05", False, True),
        ("0.1", False, False), ("40.25", False, False), ("NaN", True, True), ("0.00", True, True),
    ],
)  # fmt: skip
def test_hours_are_plain_decimals(hours: str, of_step: bool, of_timer: bool) -> None:
    in_step = whole().replace('hours="4"', f'hours="{hours}"', 1)
    assert told(in_step) == ({("receive", "hours_wrong")} if of_step else set())
    at_edge = timed("appraise", "assign").replace(
        'motcua:timer hours="4"', f'motcua:timer hours="{hours}"'
    )
    assert (("late", "timer_wrong") in told(at_edge)) is of_timer


def test_a_timer_waits_for_five_minutes_at_least() -> None:
    for minutes, wrong in ((1, True), (4, True), (5, False)):
        inside = (
            "<bpmn:timerEventDefinition><bpmn:timeDuration>"
            f"PT{minutes}M</bpmn:timeDuration></bpmn:timerEventDefinition>"
        )
        wait = element("intermediateCatchEvent", "wait", inside=inside)
        text = drawing(
            [START, step("one"), wait, END], [("start", "one"), ("one", "wait"), ("wait", "end")]
        )
        assert (("wait", "timer_wrong") in told(text)) is wrong


def test_an_edge_that_is_no_timer_is_told_and_stops_nothing() -> None:
    text = timed("appraise", "assign").replace("timerEventDefinition", "errorEventDefinition")
    assert told(text) == {("late", "unsupported")}
