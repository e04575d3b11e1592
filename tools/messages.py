"""Message catalogues without the gettext programs: `messages.py extract|check|compile [package …]`.

Each package has `locale/<vi|id>/LC_MESSAGES/django.po`; English is the source. Catalogues carry no
line numbers, dates or hosts and are sorted, so that a diff shows words only.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.template.base import DebugLexer, TokenType
from django.utils.translation import trim_whitespace

SOURCE = Path(__file__).resolve().parents[1] / "src/motcua"
LANGUAGES = ("vi", "id")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
_STRING = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
_TRANSLATE = re.compile(rf"^(?:trans|translate)\s+{_STRING}")
_FILTERED = re.compile(rf"""(?<![\w"'])_\({_STRING}\)""")
_CONTEXT = re.compile(rf"\bcontext\s+{_STRING}")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_SECOND_PLURAL = re.compile(r'^msgstr\[[1-9]\] ".*"\n(?:".*"\n)*', re.MULTILINE)
_PLURAL_HEADER = re.compile(r'^"Plural-Forms:.*\n', re.MULTILINE)
Found = tuple[str | tuple[str, str], str | None]  # message or (singular, plural), context


def main(arguments: list[str]) -> int:
    """Run one action over all packages or those named."""
    actions = {"extract": extract, "check": check, "compile": compile_}
    if not arguments or arguments[0] not in actions:
        print(__doc__, file=sys.stderr)
        return 2
    named = [SOURCE / name for name in arguments[1:]]
    packages = named or sorted(path.parent for path in SOURCE.glob("*/__init__.py"))
    return actions[arguments[0]](packages)


def extract(packages: list[Path]) -> int:
    """Bring the catalogues in line with the source: keep translations, drop what is unused.

    A new message that another package has translated already is translated so here too.
    """
    elsewhere = {language: _said(language) for language in LANGUAGES}
    for package in packages:
        found = sorted(set(_found(package)), key=repr)
        for language in LANGUAGES if found else ():
            path = _path(package, language)
            old, new = _read(path, language), _empty(language)
            for message, context in found:
                key = message if isinstance(message, str) else message[0]
                known = old.get(key, context)
                plural = isinstance(message, tuple)
                keep = known is not None and known.pluralizable == plural and not known.fuzzy
                text = known.string if keep and known else ""
                if not text and not plural:
                    ways = elsewhere[language].get((key, context), {})
                    text = next((way[0] for way in ways if len(way) == 1), "")
                new.add(message, text, context=context)
            _write(path, new)
            missing = sum(not _complete(message) for message in new if message.id)
            print(
                f"messages: {package.name} {language}: {len(new)} messages, {missing} to translate"
            )
    return 0


def check(packages: list[Path]) -> int:
    """Name every message that is missing, empty, fuzzy, unused or has other placeholders.

    One English message has one translation in all packages: Django merges the catalogues, so of
    two the reader would see whichever came first. Words that mean two things get a context
    (`pgettext`); a context makes another message.
    """
    problems: list[str] = []
    for package in packages:
        found = set(_found(package))
        for language in LANGUAGES if found else ():
            path = _path(package, language)
            catalog = _read(path, language)
            place = f"{package.name}/{language}"
            for message, context in sorted(found, key=repr):
                key = message if isinstance(message, str) else message[0]
                problem = _problem(catalog.get(key, context), message)
                if problem:
                    problems.append(f"{place}: {problem}: {key!r}")
            wanted = {(m if isinstance(m, str) else m[0], c) for m, c in found}
            problems += [
                f"{place}: unused: {_key(message)!r}"
                for message in catalog
                if message.id and (_key(message), message.context) not in wanted
            ]
    problems += _disagreements(packages)
    for line in problems:
        print(line)
    print(f"messages: {len(problems)} problems" if problems else "messages: complete")
    return 1 if problems else 0


def _said(language: str) -> dict[tuple[str, str | None], dict[tuple[str, ...], list[str]]]:
    """Return how every package translates every message: translation and who has it so."""
    said: dict[tuple[str, str | None], dict[tuple[str, ...], list[str]]] = {}
    for package in sorted(path.parent for path in SOURCE.glob("*/__init__.py")):
        for message in _read(_path(package, language), language):
            if message.id and _complete(message):
                text = (message.string,) if isinstance(message.string, str) else message.string
                ways = said.setdefault((_key(message), message.context), {})
                ways.setdefault(tuple(text), []).append(package.name)
    return said


def _disagreements(packages: list[Path]) -> list[str]:
    """Return the messages that a package among `packages` translates otherwise than another."""
    named = {package.name for package in packages}
    return [
        f"{language}: translated in {len(ways)} ways: {key!r}: "
        + "; ".join(f"{text[0]!r} ({', '.join(where)})" for text, where in ways.items())
        for language in LANGUAGES
        for (key, _context), ways in _said(language).items()
        if len(ways) > 1 and named & {name for where in ways.values() for name in where}
    ]


def compile_(packages: list[Path]) -> int:
    """Write each .mo that is older than its .po."""
    written = 0
    for package in packages:
        for language in LANGUAGES:
            path = _path(package, language)
            target = path.with_suffix(".mo")
            if not path.exists():
                continue
            if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
                continue
            buffer = BytesIO()
            write_mo(buffer, _read(path, language))
            temporary = target.with_suffix(".mo.new")
            temporary.write_bytes(buffer.getvalue())
            temporary.replace(target)  # another process may be reading it
            written += 1
    print(f"messages: {written} catalogues compiled")
    return 0


def _found(package: Path) -> Iterator[Found]:
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            for _line, message, _comments, context in extract_from_file(
                "python", path, keywords=KEYWORDS, options={"encoding": "utf-8"}
            ):
                yield (message if isinstance(message, str) else tuple(message[:2])), context
            yield from _found_in_strings(path)
    for path in sorted(
        [*package.rglob("templates/**/*.html"), *package.rglob("templates/**/*.txt")]
    ):
        yield from _found_in_template(path)


def _found_in_strings(path: Path) -> Iterator[Found]:
    """Read the calls inside f-strings, which Babel takes for plain text."""
    for joined in ast.walk(ast.parse(path.read_text("utf-8"))):
        for call in ast.walk(joined) if isinstance(joined, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                said = [one.value for one in call.args if isinstance(one, ast.Constant)]
                if call.func.id in {"_", "gettext", "gettext_lazy"} and said:
                    yield str(said[0]), None
                elif call.func.id in {"pgettext", "pgettext_lazy"} and len(said) > 1:
                    yield str(said[1]), str(said[0])


def _found_in_template(path: Path) -> Iterator[Found]:
    """Read one template with Django's own lexer."""
    block: list[str] | None = None
    singular: str | None = None
    trimmed, context = False, None
    for token in DebugLexer(path.read_text("utf-8")).tokenize():
        words = token.contents.split()
        tag = words[0] if words else ""
        if block is not None:
            if token.token_type == TokenType.TEXT:
                block.append(token.contents.replace("%", "%%"))
            elif token.token_type == TokenType.VAR:
                block.append(f"%({token.contents.strip()})s")
            elif tag == "plural":
                singular, block = _joined(block, trimmed=trimmed), []
            elif tag in {"endblocktrans", "endblocktranslate"}:
                text = _joined(block, trimmed=trimmed)
                yield ((singular, text) if singular is not None else text), context
                block, singular = None, None
        elif token.token_type == TokenType.BLOCK and tag in {"blocktrans", "blocktranslate"}:
            block, trimmed = [], "trimmed" in words
            context = _quoted(_CONTEXT.search(token.contents))
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            plain = _TRANSLATE.match(token.contents) if tag in {"trans", "translate"} else None
            if plain:
                said = _quoted(_CONTEXT.search(token.contents))
                yield (_quoted(plain) or "").replace("%", "%%"), said
            for match in _FILTERED.finditer(token.contents):
                yield _quoted(match) or "", None


def _joined(parts: list[str], *, trimmed: bool) -> str:
    text = "".join(parts)
    return trim_whitespace(text) if trimmed else text


def _quoted(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    text = match.group(1) if match.group(1) is not None else match.group(2)
    return text.replace('\\"', '"').replace("\\'", "'")


def _problem(known: Message | None, message: str | tuple[str, str]) -> str | None:
    if known is None:
        return "missing"
    if known.fuzzy:
        return "fuzzy"
    if known.pluralizable != isinstance(message, tuple):
        return "plural changed"
    if not _complete(known):
        return "empty"
    forms = [message] if isinstance(message, str) else list(message)
    allowed = {name for form in forms for name in _placeholders(form)}
    required = allowed if isinstance(message, str) else _placeholders(message[1])
    given = [known.string] if isinstance(known.string, str) else list(known.string)
    if any(not required <= _placeholders(form) <= allowed for form in given):
        return "other placeholders"
    return None


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in _PLACEHOLDER.findall(text)}


def _complete(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(texts) and all(texts)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def _header(language: str) -> str:
    """Return the three lines that gettext needs; neither language has plural forms."""
    return (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )


def _empty(language: str) -> Catalog:
    return read_po(BytesIO(_header(language).encode()), locale=language)


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return _empty(language)
    # Whatever editor wrote it: our header, and no second plural form in a language without any.
    text = _SECOND_PLURAL.sub("", path.read_text("utf-8"))
    text = _PLURAL_HEADER.sub('"Plural-Forms: nplurals=1; plural=0;\\\\n"\n', text)
    if '"Plural-Forms:' not in text:
        text = _header(language) + text
    try:
        return read_po(BytesIO(text.encode()), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise SystemExit(f"messages: {path} cannot be read: {error}") from error


def _write(path: Path, catalog: Catalog) -> None:
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    text = re.sub(r"^#, .*\n", "", buffer.getvalue().decode(), flags=re.MULTILINE)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = _header(str(catalog.locale_identifier)) + text.strip() + "\n"
    if not path.exists() or path.read_text("utf-8") != content:
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=True)
    django.setup()
    raise SystemExit(main(sys.argv[1:]))
