"""What the import contracts of pyproject.toml cannot see."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "motcua"


def layers() -> dict[str, int]:
    """Return each package's height; siblings share one."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    rows = next(c for c in contracts["contracts"] if c["id"] == "layers")["layers"]
    return {name.strip(): -height for height, row in enumerate(rows) for name in row.split("|")}


HEIGHT = layers()
OUR_MODELS = [m for m in apps.get_models() if m.__module__.startswith("motcua.")]


def package_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def source_files(pattern: str) -> list[Path]:
    return [f for f in sorted(SOURCE.glob(pattern)) if "migrations" not in f.parts]


def test_every_package_has_a_place_in_the_layers():
    packages = {folder.parent.name for folder in SOURCE.glob("*/__init__.py")}
    assert packages == set(HEIGHT)


def test_models_are_private_to_their_package():
    graph = grimp.build_graph("motcua", include_external_packages=False)
    models = [m for m in graph.modules if m.split(".")[2:3] == ["models"]]
    strangers = [
        f"{importer} imports {module}"
        for module in sorted(models)
        for importer in sorted(graph.find_modules_that_directly_import(module))
        if package_of(importer) != package_of(module)
    ]
    assert not strangers, "\n".join(map(str, strangers))


def test_foreign_keys_point_down():
    upward = []
    for model in OUR_MODELS:
        for field in model._meta.get_fields():
            target = field.related_model if getattr(field, "concrete", False) else None
            if not isinstance(target, type) or not target.__module__.startswith("motcua."):
                continue
            here, there = package_of(model.__module__), package_of(target.__module__)
            if here != there and HEIGHT[there] >= HEIGHT[here]:
                upward.append(f"{model.__name__}.{field.name} points up to {there}")
    assert not upward, "\n".join(map(str, upward))


def test_foreign_keys_to_another_package_leave_no_name_on_it():
    named = [
        f"{model.__name__}.{field.name}"
        for model in OUR_MODELS
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("motcua.")
        and package_of(field.related_model.__module__) != package_of(model.__module__)
        and not field.remote_field.hidden
    ]
    assert not named, "\n".join(map(str, named))


def test_the_app_that_holds_a_model_is_its_package():
    assert [m for m in OUR_MODELS if m._meta.app_label != package_of(m.__module__)] == []


@pytest.mark.parametrize("pattern", ["*/rules.py", "*/rules/**/*.py"])
def test_rules_never_ask_what_time_it_is(pattern):
    asking = []
    for file in source_files(pattern):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in {"now", "today", "utcnow"}:
                asking.append(f"{file.relative_to(ROOT)}:{called.lineno}")
    assert not asking, "\n".join(map(str, asking))


def test_only_the_clock_asks_what_time_it_is():
    """In the tests too: they run at one moment, whatever day it is (tests/builders/moment.py)."""
    asking = []
    for file in [*source_files("**/*.py"), *sorted((ROOT / "tests").rglob("*.py"))]:
        if file == SOURCE / "kernel" / "clock.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(called, ast.Attribute)
                and called.attr in {"now", "today", "utcnow"}
                and isinstance(called.value, ast.Name)
                and called.value.id in {"datetime", "date", "timezone"}
            ):
                asking.append(f"{file.relative_to(ROOT)}:{called.lineno}")
    assert not asking, "\n".join(map(str, asking))


def test_types_use_of_django_no_more_than_translation():
    imports = []
    for file in [*source_files("*/types.py"), *source_files("*/types/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            imports += [
                f"{file.relative_to(ROOT)}: {name}"
                for name in names
                if name.startswith("django.")
                and not name.startswith(("django.utils.translation", "django.utils.functional"))
            ]
    assert not imports, "\n".join(map(str, imports))


def test_nothing_is_printed_but_by_commands():
    printing = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in source_files("**/*.py")
        if "commands" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing, "\n".join(map(str, printing))
