"""A process that checks files, so that a hostile file never meets the web process.

One small server process per application process is started when the first file arrives; it has
loaded the parsers and forks a child for each file (a few milliseconds). The child gets the file
as an open descriptor, lives without the application's environment (no secrets), and the kernel
of the machine limits its memory, processor time, life time and forbids it to write files.
A child that dies gave no verdict, and the file is refused.

What else reads strangers' pictures (`scans`) runs here too, by name (`tool_run`).
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType, Verdict

MEMORY = 768 * 1024 * 1024  # bytes of address space
SECONDS = 10  # life time of one check
_KINDS = tuple(MediaType)
_CLEAN = 0x80  # set in the byte that names the kind: clean the file instead of judging it
_TOOL = 0x40  # set in the byte: the rest is a place in TOOLS
TOOLS = {
    "codes": "motcua.documents.scans.codes_inside",
    "page": "motcua.documents.scans.page_inside",
    "leaf": "motcua.documents.scans.leaves_inside",
    "bind": "motcua.documents.scans.book_inside",
    "look": "motcua.documents.look_inside",
    "stack": "motcua.documents.scans.stack_inside",
    "sheet": "motcua.documents.scans.sheet_inside",
}
"""Name of a tool and its module, whose `run(data, wanted)` returns facts (JSON) and bytes.

It may raise FileProblem. Its module is loaded before the fork, so that a child starts at once.
"""
_ANSWER = 65_536
_AT_ONCE = threading.BoundedSemaphore(4)
# One thread each: the stacks of more would count against the child's memory.
_ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_start_lock = threading.Lock()
_server: dict[int, tuple[subprocess.Popen[bytes], socket.socket]] = {}
_SOURCE = str(Path(__file__).resolve().parents[2])
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from motcua.documents import sandbox; sandbox.serve(int(sys.argv[2]))"
)


def file_inspect(data: bytes, media_type: MediaType) -> Verdict:
    """Return the verdict on a file of known type; never raises for what the file contains."""
    return _verdict(_ask(data, _KINDS.index(media_type), limit=_ANSWER))


def file_clean(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a PDF without its active content, and what was taken out (see `cleaner`).

    Raises FileProblem where that cannot be done.
    """
    answer = _ask(data, _KINDS.index(MediaType.PDF) | _CLEAN, limit=4 * len(data) + _ANSWER)
    head, _line, cleaned = answer.partition(b"\n")
    verdict = _verdict(head)
    if verdict.problem:
        raise FileProblem(verdict.problem, **dict(verdict.params))
    return cleaned, tuple(dict(verdict.facts)["removed"])


def tool_run(
    name: str, data: bytes, wanted: dict[str, Any] | None = None, *, limit: int = _ANSWER
) -> tuple[dict[str, Any], bytes]:
    """Return what a tool says of a file: facts, and bytes where it makes any (`limit` at most).

    `wanted` are the tool's own settings. Raises FileProblem: the tool's own, or `complex` when
    the child died or took too long.
    """
    head = json.dumps(wanted or {}).encode() + b"\n"
    answer = _ask(head + data, list(TOOLS).index(name) | _TOOL, limit=limit)
    first, _line, made = answer.partition(b"\n")
    verdict = _verdict(first)
    if verdict.problem:
        raise FileProblem(verdict.problem, **dict(verdict.params))
    return dict(verdict.facts), made


def _ask(data: bytes, what: int, *, limit: int) -> bytes:
    """Return the child's answer; empty when it died, took too long or said too much."""
    with _AT_ONCE, _file(data) as handle:
        for attempt in (1, 2):
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.settimeout(SECONDS + 2)
                try:
                    pipe = _pipe(fresh=attempt == 2)
                    socket.send_fds(pipe, [bytes([what])], [handle, theirs.fileno()])
                except OSError:
                    if attempt == 2:
                        raise
                    continue
                theirs.close()
                return _answer(ours, limit)
    raise RuntimeError("the checking process does not start")  # pragma: no cover


class _file:  # noqa: N801 - reads as a function
    """The data as an open descriptor without a name."""

    def __init__(self, data: bytes) -> None:
        if hasattr(os, "memfd_create"):
            self.handle = os.memfd_create("check")
        else:
            handle, path = tempfile.mkstemp()
            Path(path).unlink()
            self.handle = handle
        view = memoryview(data)
        while view:
            view = view[os.write(self.handle, view) :]

    def __enter__(self) -> int:
        return self.handle

    def __exit__(self, *unused: object) -> None:
        os.close(self.handle)


def _pipe(*, fresh: bool) -> socket.socket:
    """Return the way to this process's server; starts it when there is none or it has died."""
    with _start_lock:
        found = _server.get(os.getpid())
        if found is not None and not fresh and found[0].poll() is None:
            return found[1]
        if found is not None:
            found[1].close()
            found[0].wait(timeout=5)
        _server.clear()  # entries of a parent that forked belong to it
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-I", "-c", _CODE, _SOURCE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
            )
        _server[os.getpid()] = (process, ours)
        return ours


def _stop() -> None:
    """Let this process's server end with it: the closed pipe tells it to."""
    found = _server.pop(os.getpid(), None)
    if found is not None:
        found[1].close()
        found[0].wait(timeout=5)


atexit.register(_stop)


def _answer(ours: socket.socket, limit: int) -> bytes:
    parts: list[bytes] = []
    received = 0
    try:
        while part := ours.recv(65_536):
            parts.append(part)
            received += len(part)
            if received > limit:
                return b""
    except OSError:  # time is up
        return b""
    return b"".join(parts)


def _verdict(answer: bytes) -> Verdict:
    try:
        found = json.loads(answer)
        return Verdict(
            problem=str(found["problem"]),
            params=tuple(found["params"].items()),
            pages=int(found["pages"]),
            facts=tuple(found["facts"].items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Verdict(problem="complex")


# --- the other side ------------------------------------------------------------------------
def serve(pipe_number: int) -> None:
    """Fork a child for every file that comes through the pipe; end when the pipe closes."""
    import signal

    import pikepdf  # loaded once, before the first fork
    from PIL import Image

    from motcua.documents import cleaner, inspector

    del pikepdf, inspector, cleaner
    Image.preinit()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the application decides when to end
    with socket.socket(fileno=pipe_number) as pipe:
        while True:
            message, handles, _flags, _address = socket.recv_fds(pipe, 1, 2)
            if not message:
                return
            _load(message[0])
            if len(handles) == 2 and os.fork() == 0:
                pipe.close()
                _child(message, handles[0], handles[1])
            for handle in handles:
                os.close(handle)


def _load(what: int) -> None:
    """Load a tool's module here, once; one that cannot be loaded fails in the child."""
    if what & _TOOL:
        with contextlib.suppress(Exception):
            importlib.import_module(list(TOOLS.values())[what & ~_TOOL])


def _child(message: bytes, file_handle: int, answer_handle: int) -> None:
    """Check one file and end the process, whatever happens."""
    status = 1
    try:
        _limit()
        answer, cleaned = _examine(file_handle, message[0])
        with socket.socket(fileno=answer_handle) as out:
            out.sendall(json.dumps(answer).encode() + b"\n" + cleaned)
        status = 0
    finally:
        os._exit(status)


def _limit() -> None:
    import resource
    import signal

    signal.alarm(SECONDS)
    for what, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (wanted, wanted))


def _examine(file_handle: int, what: int) -> tuple[dict[str, Any], bytes]:
    """Return the answer and, where a file was to be cleaned, what is left of it."""
    from motcua.documents.cleaner import clean
    from motcua.documents.inspector import inspect

    try:
        data = os.pread(file_handle, os.fstat(file_handle).st_size, 0)
        if what & _TOOL:
            settings, _line, content = data.partition(b"\n")
            tool = importlib.import_module(list(TOOLS.values())[what & ~_TOOL])
            # Where the content stands, for a tool that reads it by name: it can write no file.
            place = {"handle": file_handle, "offset": len(settings) + 1}
            facts, made = tool.run(content, {**json.loads(settings), **place})
            return {"problem": "", "params": {}, "pages": 0, "facts": facts}, made
        if what & _CLEAN:
            cleaned, removed = clean(data)
            return {"problem": "", "params": {}, "pages": 0, "facts": {"removed": removed}}, cleaned
        found = inspect(data, _KINDS[what])
    except FileProblem as problem:
        return _problem(problem.code, problem.params), b""
    except MemoryError:
        return _problem("bomb", {}), b""
    except Exception:  # noqa: BLE001 - a parser may raise anything; the file is refused
        return _problem("damaged", {}), b""
    return {"problem": "", "params": {}, **found}, b""


def _problem(code: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"problem": code, "params": params, "pages": 0, "facts": {}}
