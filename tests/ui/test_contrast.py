"""Every pair of text and background that the style sheets use is readable: at least 4.5 to 1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "src/motcua/ui/static/ui"
TONES = ("done", "running", "due_soon", "overdue", "paused", "neutral")
PAIRS = (
    [(text, ground) for text in ("ink", "muted", "link") for ground in ("paper", "mist", "hover")]
    + [("on-lacquer", "lacquer"), ("on-lacquer", "lacquer-strong"), ("paper", "ink")]
    + [("lacquer-ink", "paper"), ("lacquer-ink", "mist"), ("overdue", "paper"), ("paper", "done")]
    + [(tone, f"{tone}-soft") for tone in TONES]
    + [("ink", f"{tone}-soft") for tone in TONES]
    + [("link", "running-soft"), ("muted", "running-soft")]
)


def blocks() -> dict[str, dict[str, str]]:
    """Read the three blocks of colours in the order they stand."""
    text = (CSS / "tokens.css").read_text("utf-8")
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6});", block))
        for block in re.findall(r"\{([^{}]*--ink[^{}]*)\}", text)
    ]
    light, dark_by_device, dark_by_choice = found
    return {"light": light, "dark": dark_by_device, "dark asked for": dark_by_choice}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_ground(theme):
    colours = blocks()[theme]
    low = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in PAIRS
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_are_visible(theme):
    colours = blocks()[theme]
    assert contrast(colours["line-strong"], colours["paper"]) >= 3
    assert contrast(colours["focus"], colours["paper"]) >= 3
    assert contrast(colours["focus"], colours["mist"]) >= 3


def test_the_value_on_each_class_of_a_map_is_readable():
    text = (CSS / "compare.css").read_text("utf-8")
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6});", block))
        for block in re.findall(r"\{([^{}]*--step-0:[^{}]*)\}", text)
    ]
    light, by_device, by_choice = found
    assert by_device == by_choice
    for colours in (light, by_choice):
        for kind in ("step", "alert"):
            for place in range(5):
                ground = colours[f"{kind}-{place}"]
                written = colours["on-low" if place < 3 else "on-high"]
                assert contrast(written, ground) >= 4.5, (kind, place)


def test_dark_is_the_same_by_device_and_by_choice():
    found = blocks()
    assert found["dark"] == found["dark asked for"]


def test_only_the_tokens_name_colours():
    # compare.css has the classes of maps: pages without a map do not carry them.
    allowed = {"tokens.css", "print.css", "sheet.css", "compare.css"}
    text = {p.name: p.read_text("utf-8") for p in CSS.glob("*.css") if p.name not in allowed}
    named = {name: re.findall(r"(?<![\w%])#[0-9A-Fa-f]{3,8}\b", css) for name, css in text.items()}
    stray = {name: found for name, found in named.items() if set(found) - {"#fff", "#16202B"}}
    assert stray == {}  # white behind a QR code, ink on the lotus of a selection


def test_words_are_never_spaced_or_capitalised_by_style():
    css = "".join(path.read_text("utf-8") for path in CSS.glob("*.css"))
    assert "letter-spacing" not in css
    assert "text-transform" not in css
