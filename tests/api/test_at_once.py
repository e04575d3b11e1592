"""Sixty-four identical submissions at once, against a real server: one dossier, one answer."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.builders.api import submission_json, token_for
from tests.builders.dossiers import commune_at_work
from tests.builders.ports import port_free

from motcua.dossiers.models import Dossier
from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture
def server(fresh_database):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        token = token_for(commune.counter)
        body = json.dumps(submission_json(commune)).encode()
    port = port_free()
    motcua = Path(sys.executable).parent / "motcua"
    process = subprocess.Popen(
        [str(motcua), "serve", "--port", str(port), "--live-port", "0"],
        env={
            **os.environ,
            "MOTCUA_DATABASE_URL": fresh_database,
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings.test",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):  # a minute for a machine that has other work
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                continue
        yield port, token, body
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_one_dossier_and_the_same_answer_for_all(server):
    port, token, body = server

    def send(_number):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": "the-same",
        }
        connection.request("POST", "/api/v1/dossiers", body, headers)
        response = connection.getresponse()
        answer = (response.status, response.read())
        connection.close()
        return answer

    with ThreadPoolExecutor(64) as pool:
        answers = set(pool.map(send, range(64)))
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] == 201
    with scope_use(SYSTEM):
        assert Dossier.objects.count() == 1
