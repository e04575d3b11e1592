"""`make numbers`: sizes, tests, types and docstrings of the project's own code, measured.

Physical lines of .py files; migrations and empty `__init__.py` left out. "Annotated": every
argument and the return value typed. The figures go into each release note: people see drift.
"""

from __future__ import annotations

import ast
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Measure:
    """What was counted in a set of files."""

    lines: dict[Path, int] = field(default_factory=dict)
    functions: list[int] = field(default_factory=list)
    annotated: int = 0
    documented: int = 0
    modules_documented: int = 0
    tests: list[int] = field(default_factory=list)
    comments: int = 0

    def total(self) -> int:
        """Return all lines."""
        return sum(self.lines.values())


def _is_annotated(node: Function) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    arguments += [a for a in (node.args.vararg, node.args.kwarg) if a is not None]
    named = [a for a in arguments if a.arg not in {"self", "cls"}]
    return node.returns is not None and all(a.annotation is not None for a in named)


def measure(files: list[Path]) -> Measure:
    """Return the measures of some Python files."""
    result = Measure()
    for file in files:
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines()
        if not lines:
            continue
        result.lines[file] = len(lines)
        result.comments += sum(line.lstrip().startswith("#") for line in lines)
        tree = ast.parse(text)
        result.modules_documented += ast.get_docstring(tree) is not None
        for node in ast.walk(tree):
            if isinstance(node, Function):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                result.functions.append(length)
                result.annotated += _is_annotated(node)
                result.documented += ast.get_docstring(node) is not None
                if node.name.startswith("test_"):
                    result.tests.append(length)
    return result


def _percentile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def _row(name: str, source: Measure, tests: Measure) -> str:
    sizes = list(source.lines.values())
    if not sizes:
        return f"| {name} | 0 | | | | | | | |"
    functions = max(1, len(source.functions))
    median = statistics.median(sizes)
    return (
        f"| {name} | {len(sizes)} / {source.total():,} "
        f"| {median:.0f} / {_percentile(sizes, 0.9)} / {max(sizes)} "
        f"| {statistics.median(source.functions or [0]):.0f} "
        f"/ {_percentile(source.functions, 0.95)} / {max(source.functions or [0])} "
        f"| {tests.total() / source.total():.2f} | {len(tests.tests)} "
        f"| {source.annotated / functions:.0%} "
        f"| {source.documented / functions:.0%} / {source.modules_documented / len(sizes):.0%} "
        f"| {source.comments / source.total():.1%} |"
    )


def main() -> int:
    """Print the table: one row for the whole, one for each package."""
    packages = sorted(
        p for p in (ROOT / "src" / "motcua").iterdir() if (p / "__init__.py").exists()
    )
    sources = {
        p.name: [f for f in sorted(p.rglob("*.py")) if "migrations" not in f.parts]
        for p in packages
    }
    tests = {p.name: sorted((ROOT / "tests" / p.name).rglob("*.py")) for p in packages}
    every_source = [f for files in sources.values() for f in files]
    every_test = sorted((ROOT / "tests").rglob("*.py"))
    print(
        "| package | files / lines | file: median / p90 / largest "
        "| function: median / p95 / longest "
        "| tests÷code | tests | annotated | docstrings fn / module | comment lines |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    print(_row("**all**", measure(every_source), measure(every_test)))
    for name, files in sources.items():
        print(_row(name, measure(files), measure(tests[name])))
    whole = measure(every_test)
    if whole.tests:
        largest = max(whole.lines, key=lambda f: whole.lines[f])
        print(
            f"\nTests: {len(whole.tests)}, "
            f"median length {statistics.median(whole.tests):.0f} lines, "
            f"largest file {largest.relative_to(ROOT)} ({whole.lines[largest]} lines)."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
