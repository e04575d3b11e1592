"""A forked process works in its parent's database, also where a browser has been running.

Playwright's event loop runs in the thread of the tests, so Django keeps the thread's connection in
a context; a child has no loop and finds the connection of before the browser. Were that still
open, the child would work in another database and every submission would fail (it did).
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.crash


def database_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_an_earlier_test_leaves_its_connection_open():
    assert database_now()


def test_a_child_works_where_its_parent_does(playwright_browser: Any, fresh_database: str):
    here = database_now()
    connection.close()  # as every test does before it forks
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writing, database_now().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.read() == here
    os.wait()
