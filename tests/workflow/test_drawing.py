"""The picture of a process as places, read from the diagram interchange."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import drawn

from motcua import workflow
from motcua.workflow.rules.drawing import MARGIN, drawing_read

STANDARD = Path(workflow.__file__).parent / "processes/standard.bpmn"


def test_everything_lies_inside_and_the_outermost_comes_first():
    drawing = drawing_read(STANDARD.read_text("utf-8"))
    assert drawing.shapes[0].kind == "participant"
    assert {"lane", "userTask", "exclusiveGateway"} <= {one.kind for one in drawing.shapes}
    for one in drawing.shapes:
        assert MARGIN <= one.x <= drawing.width - MARGIN - one.width + 1e-6
        assert MARGIN <= one.y <= drawing.height - MARGIN - one.height + 1e-6
    for line in drawing.lines:
        assert len(line.points) > 1
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points)


def test_what_cannot_be_placed_is_left_out_and_nothing_breaks():
    text = drawn.whole()
    whole = drawing_read(text)
    assert [one.kind for one in whole.shapes].count("userTask") == len(drawn.CHAIN)
    damaged = drawing_read(text.replace('width="80"', 'width="wide"', 1))
    assert len(damaged.shapes) == len(whole.shapes) - 1
    assert drawing_read(text.replace("BPMNShape", "Other").replace("BPMNEdge", "Other")).width == 0
    with pytest.raises(ValueError, match=r"."):
        drawing_read("<no xml")
