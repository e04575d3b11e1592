"""Reading and writing the XML of a drawing; a file is limited before anything is made of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
MOTCUA = "{urn:motcua:workflow:1}"
MAX_BYTES = 500_000
MAX_ELEMENTS = 10_000
MAX_DEPTH = 40
_PREFIXES = {
    "bpmn": BPMN.strip("{}"),
    "bpmndi": DI.strip("{}"),
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "motcua": MOTCUA.strip("{}"),
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def xml_parse(text: str) -> ET.Element:
    """Return the root of a BPMN text.

    Raises:
        ValueError: too large or too deep, with a document type, not XML, or not BPMN.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise ValueError("too_large")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("document_type")
    root = _root(text)
    if root.tag != f"{BPMN}definitions":
        raise ValueError("not_bpmn")
    return root


def _root(text: str) -> ET.Element:
    # No document type, so no entities; the text is measured while it is read.
    parser: Any = ET.XMLPullParser(("start", "end"))
    depth = elements = 0
    root: ET.Element | None = None
    try:
        for start in range(0, len(text), 50_000):
            parser.feed(text[start : start + 50_000])
            for event, element in parser.read_events():
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                elements += event == "start"
                if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
                    raise ValueError("too_large")
        parser.close()
    except ET.ParseError as error:
        raise ValueError("not_xml") from error
    except UnicodeError as error:
        raise ValueError("not_xml") from error
    if root is None:
        raise ValueError("not_xml")
    return root


def xml_write(root: ET.Element) -> str:
    """Return a text with the usual prefixes."""
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
