"""What a BPMN text draws: shapes and lines in its own pixels, for paper.

On a page the browser draws with bpmn-js; a printed process document needs the same picture
without a browser. Only the diagram interchange is read (BPMN 2.0, chapter 12).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from motcua.workflow.rules.xml import BPMN, DI, local, xml_parse

_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
MARGIN = 12  # pixels around the whole


@dataclass(frozen=True)
class Shape:
    """An element: `kind` is its BPMN local name, the place is its upper left corner."""

    element: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Line:
    """A flow or an association through its points; `text` stands near the middle of them."""

    element: str
    kind: str
    points: tuple[tuple[float, float], ...]
    text: str


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, moved so that it begins at (0, 0); the outermost first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]


def drawing_read(text: str) -> Drawing:
    """Return the picture of a BPMN text; without diagram interchange it is empty.

    Raises ValueError for what is no XML, as `xml_parse` does. Places that are not numbers are
    left out with their element: a picture is shown as far as it can be read.
    """
    root = xml_parse(text)
    # In our own extension `id` is a name in Indonesian.
    named = {one.get("id", ""): one for one in root.iter() if one.tag.startswith(BPMN)}
    shapes = [s for one in root.iter(f"{DI}BPMNShape") if (s := _shape(one, named)) is not None]
    lines = [o for one in root.iter(f"{DI}BPMNEdge") if (o := _line(one, named)) is not None]
    across = [edge for s in shapes for edge in (s.x, s.x + s.width)]
    across += [x for line in lines for x, _y in line.points]
    down = [edge for s in shapes for edge in (s.y, s.y + s.height)]
    down += [y for line in lines for _x, y in line.points]
    if not across:
        return Drawing(0, 0, (), ())
    left, top = min(across) - MARGIN, min(down) - MARGIN
    return Drawing(
        max(across) + MARGIN - left,
        max(down) + MARGIN - top,
        tuple(
            Shape(s.element, s.kind, s.x - left, s.y - top, s.width, s.height, s.text)
            for s in sorted(shapes, key=lambda one: -one.width * one.height)
        ),
        tuple(
            Line(o.element, o.kind, tuple((x - left, y - top) for x, y in o.points), o.text)
            for o in lines
        ),
    )


def _shape(drawn: ET.Element, named: dict[str, ET.Element]) -> Shape | None:
    element = drawn.get("bpmnElement", "")
    bounds, meant = drawn.find(f"{_DC}Bounds"), named.get(element)
    place = _numbers(bounds, "x", "y", "width", "height")
    if meant is None or place is None:
        return None
    text = meant.get("name", "")
    if local(meant) == "textAnnotation":
        text = "".join(meant.itertext()).strip()
    x, y, width, height = place
    return Shape(element, local(meant), x, y, width, height, text)


def _line(drawn: ET.Element, named: dict[str, ET.Element]) -> Line | None:
    element = drawn.get("bpmnElement", "")
    meant = named.get(element)
    points = [_numbers(one, "x", "y") for one in drawn.iter(_WAYPOINT)]
    known = tuple((point[0], point[1]) for point in points if point is not None)
    if meant is None or len(known) < 2:
        return None
    return Line(element, local(meant), known, meant.get("name", ""))


def _numbers(element: ET.Element | None, *names: str) -> tuple[float, ...] | None:
    try:
        found = tuple(float(element.get(name, "")) for name in names) if element is not None else ()
    except ValueError:
        return None
    return found if found and all(abs(one) < 1e6 for one in found) else None
