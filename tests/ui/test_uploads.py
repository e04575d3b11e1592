"""A form sent with progress is told where it leads; every other answer stays as it is."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from motcua.ui.uploads import UploadMiddleware


def answered(answer, headers):
    request = RequestFactory().post("/office/", headers=headers)
    return UploadMiddleware(lambda _request: answer)(request)


def test_a_redirect_is_named_instead_of_followed():
    answer = answered(HttpResponseRedirect("/office/next/?a=1#b"), {"X-Upload": "1"})
    assert (answer.status_code, answer.headers["X-Location"]) == (200, "/office/next/?a=1#b")
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("answer", "headers"),
    [
        (HttpResponseRedirect("/office/next/"), {}),
        (HttpResponse("wrong", status=422), {"X-Upload": "1"}),
        (HttpResponse(status=304), {"X-Upload": "1"}),
    ],
)
def test_everything_else_stays(answer, headers):
    before = (answer.status_code, dict(answer.headers))
    after = answered(answer, headers)
    assert (after.status_code, dict(after.headers)) == before
