"""Long tables scroll within themselves on a screen and lie open on paper."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
HIGH = """rows => {
  const row = "<tr><td>1</td></tr>";
  document.querySelector("main").insertAdjacentHTML("beforeend",
    `<div class="table-frame" id="long"><table><tbody>${row.repeat(rows)}</tbody></table></div>`);
  const high = getComputedStyle(document.getElementById("long")).maxHeight;
  document.getElementById("long").remove();
  return high;
}"""


def test_a_long_table_keeps_its_head_in_sight_and_is_printed_whole(visit):
    page = visit("/")
    assert page.evaluate(HIGH, 16) == "720px"  # four fifths of the window
    assert page.evaluate(HIGH, 15) == "none", "what nearly fits does not scroll by itself"
    page.emulate_media(media="print")
    assert page.evaluate(HIGH, 16) == "none"
