"""Is the process alive, and can it work?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from motcua.kernel.scope import no_transaction


@no_transaction
def alive(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process runs; also the empty page of the benchmark."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


@no_transaction
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, otherwise 503."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


alive.motcua_public = True  # type: ignore[attr-defined]
ready.motcua_public = True  # type: ignore[attr-defined]
