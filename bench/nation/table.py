"""The figures of a nation as a table, each beside what it is to reach."""

from __future__ import annotations

from typing import Any

BOARD_MS, BOARD_RATIO, INDEX_MS, WRITE_RATIO, REBUILD_RATIO = 300, 1.5, 5_000, 0.9, 3.0


def table(figures: dict[str, Any]) -> str:
    """Return the result as Markdown."""
    large, small = figures["dossiers"], figures["small"]
    lines = [
        "# Results of `python -m bench.nation`",
        "",
        (
            f"{figures['made_at']}, {large:,} dossiers with their events in the year to"
            f" {figures['until']} over all communes; load average {figures['load_average']}."
            " Ratios count, absolute figures of a shared machine do not."
        ),
        "",
        "| measured | value | ratio | aim |",
        "|---|---|---|---|",
    ]
    for name, took in figures[f"boards at {large}"].items():
        before = figures[f"boards at {small}"][name]
        ratio = took / before
        good = took <= BOARD_MS and ratio <= BOARD_RATIO
        lines.append(
            f"| board of {name} | {took:,.0f} ms | {ratio:.2f} × the {before:,.0f} ms at {small:,}"
            f" | ≤ {BOARD_MS} ms, ≤ {BOARD_RATIO} × {_met(good)} |"
        )
    lines += _lots(figures, small)
    for name, took in figures.get(f"pages at {large}", {}).items():
        before = figures[f"pages at {small}"].get(name)
        ratio = f"{took / before:.2f} × the {before:,.0f} ms at {small:,}" if before else ""
        lines.append(f"| page of {name} | {took:,.0f} ms | {ratio} | |")
    return "\n".join([*lines, *_rest(figures, large, small)]) + "\n"


def _lots(figures: dict[str, Any], small: int) -> list[str]:
    """Return the lines of boards drawn by lot, and of a minute that nobody folded yet."""
    lines = []
    for kind, one in figures.get("any board", {}).items():
        good = one["worst_ms"] <= BOARD_MS and one["ratio"] <= BOARD_RATIO
        lines.append(
            f"| {one['boards']} boards of a {kind} by lot | median {one['median_ms']:,.0f} ms,"
            f" worst {one['worst_ms']:,.0f} | median {one['ratio']} × that at {small:,}, nine in"
            f" ten within {one['ratio_of_nine_in_ten']} ×, worst {one['worst_ratio']} ×"
            f" | ≤ {BOARD_MS} ms, at the median ≤ {BOARD_RATIO} × {_met(good)} |"
        )
    for who, one in figures.get("unfolded", {}).items():
        lines.append(
            f"| board of {who}, running month, with a busy minute unfolded |"
            f" {one['unfolded']:,.0f} ms | {one['unfolded'] / one['folded']:.2f} × without | |"
        )
    return lines


def _rest(figures: dict[str, Any], large: int, small: int) -> list[str]:
    """Return the lines of the index, the rebuild, the write path and the load."""
    lines = []
    index = figures[f"index at {large}"]
    took = index["all_units_ms"]
    lines.append(
        f"| index of {index['units']:,} units for a month, from kept totals | {took:,.0f} ms |"
        f" {took / figures[f'index at {small}']['all_units_ms']:.2f} × that at {small:,} |"
        f" ≤ {INDEX_MS:,} ms {_met(took <= INDEX_MS)} |"
    )
    lines.append(
        f"| index of the largest province | {index['province_ms']:,.0f} ms |"
        f" counted live {index['province_live_ms']:,.0f} ms | |"
    )
    lines.append(
        f"| running quarter, half-year and year of all units, each night | {index['running_s']} s"
        f" | {index['running_s'] / index['keeping_s']:.1f} × a month | |"
    )
    for size in (small, large):
        one = figures.get(f"counts at {size}")
        if one is None:
            continue
        least = "" if one.get("ended", True) else "at least "
        lines.append(
            f"| totals of a month counted anew, {size:,} | {one['ours_s']} s | {one['ratio']} ×"
            f" DuckDB over Parquet ({least}{one['duckdb_s']} s) | ≤ {REBUILD_RATIO:g} ×"
            f" {_met(one['ratio'] <= REBUILD_RATIO)} |"
        )
    lines += _worked(figures, large)
    for size, one in figures["loaded"].items():
        lines.append(
            f"| load of {int(size):,} | {one['whole_s']:,} s | {one['bytes_per_dossier']:,} bytes a"
            " dossier | |"
        )
    return lines


def _worked(figures: dict[str, Any], large: int) -> list[str]:
    """Return the lines of the rebuild and of the write path."""
    lines = []
    rebuild, write = figures["rebuild"], figures["write path"]
    for way in ("from nothing", "over what stands"):
        one = rebuild[way]
        lines.append(
            f"| rebuild {way}, {one['events']:,} events | {one['ours_s']} s,"
            f" {one['events_per_s']:,}/s | {one['ratio']} × DuckDB over Parquet with the same"
            f" fold ({rebuild['duckdb_s']} s) | ≤ {REBUILD_RATIO:g} ×"
            f" {_met(one['ratio'] <= REBUILD_RATIO)} |"
        )
    if beside := figures.get("rebuild beside writes"):
        rate = beside["events_per_s_beside"]
        lines.append(
            f"| rebuild over what stands, {large:,} dossiers, the first"
            f" {beside['events']:,} events | {beside['events_per_s']:,}/s | beside writes"
            f" {rate:,}/s; writes {beside['writes_per_s_beside']}/s,"
            f" alone {beside['writes_per_s']}/s | |"
        )
    lines.append(
        f"| submit and accept with increments | {write['per_second']}/s | {write['ratio']} of"
        f" {write['per_second_without']}/s without | ≥ {WRITE_RATIO}"
        f" {_met(write['ratio'] >= WRITE_RATIO)} |"
    )
    return lines


def _met(good: object) -> str:
    return "met" if good else "NOT met"
