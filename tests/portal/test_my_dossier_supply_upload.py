"""A file for a supplement is announced like one for a draft."""

from __future__ import annotations

from motcua.kernel.scope import NOTHING, scope_use
from tests.portal.owning import asked, url
from tests.portal.test_file_upload import TUS, uploads_dir
from tests.portal.walking import walker

__all__ = ["uploads_dir", "walker"]


def call(walker, method, address, data=b"", client=None, **headers):
    told = {**TUS, **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
    with scope_use(NOTHING):
        return (client or walker.client).generic(
            method, address, data, "application/offset+octet-stream", headers=told
        )


def begin(walker, code, data, place=0, **over):
    page = url("my_dossier_supply_upload", code, place)
    return call(walker, "POST", page, Upload_Length=len(data), **over)


def named(data):
    return {"Upload_Metadata": "filename Z2lheS5wZGY="}  # giay.pdf


def test_it_begins_and_says_until_when_it_is_kept(walker):
    code = asked(walker)
    begun = begin(walker, code, b"x" * 10, **named(b""))
    assert begun.status_code == 201
    assert begun.headers["Upload-Expires"].endswith("GMT")
    assert "expiration" in begun.headers["Tus-Extension"]


def test_what_is_not_asked_and_a_strangers_are_not_found(walker):
    code = asked(walker)
    assert begin(walker, code, b"x", place=7, **named(b"")).status_code == 404
    assert begin(walker, code, b"x", client=walker.stranger, **named(b"")).status_code == 404
    assert begin(walker, code, b"x", Tus_Resumable="0.1", **named(b"")).status_code == 412
