"""A paper's file in pieces: announced, sent, broken off, taken up again, refused."""

from __future__ import annotations

import base64
import hashlib

import pytest

from motcua.documents import uploads
from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.portal.walking import text, walker

__all__ = ["walker"]
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def uploads_dir(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"


class Line:
    """A sender that speaks tus 1.0 to one paper of a draft."""

    def __init__(self, walker, client=None):
        self.walker, self.client = walker, client or walker.client
        self.draft = walker.begun()
        self.component = walker.commune.offering.version.components[1]
        self.url = walker.url("file_upload", self.draft, self.component.id)

    def call(self, method, url, data=b"", client=None, **headers):
        told = {**TUS, **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        from motcua.kernel.scope import NOTHING

        with scope_use(NOTHING):
            return (client or self.client).generic(
                method, url, data, "application/offset+octet-stream", headers=told
            )

    def begin(self, data, name="giấy.pdf", **over):
        said = f"filename {base64.b64encode(name.encode()).decode()}"
        if over.pop("summed", False):
            digest = hashlib.sha256(data).hexdigest().encode()
            said += f",sha256 {base64.b64encode(digest).decode()}"
        return self.call("POST", self.url, Upload_Length=len(data), Upload_Metadata=said, **over)

    def patch(self, url, piece, offset, **over):
        return self.call("PATCH", url, piece, Upload_Offset=offset, **over)

    def files(self):
        with scope_use(self.walker.citizen.scope):
            return draft_get(self.walker.citizen, self.draft.public_id).files


@pytest.fixture
def line(walker):
    return Line(walker)


def test_limits_of_size_number_and_sum(line, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    assert line.begin(b"x" * 1001).status_code == 413
    assert line.begin(b"").status_code == 422
    settings.UPLOADS_MAX_BYTES = 1500
    assert line.begin(b"x" * 1000).status_code == 201
    assert line.begin(b"x" * 1000).status_code == 409
    settings.UPLOADS_MAX_BYTES = 10**6
    answers = [line.begin(b"x").status_code for _count in range(uploads.MAX_OPEN)]
    assert answers.count(201) == uploads.MAX_OPEN - 1


def test_the_page_offers_pieces_the_camera_and_the_plain_form(line, walker):
    page = text(walker.get(walker.url("file_paper", line.draft, line.component.id)))
    assert f'data-pieces="{line.url}"' in page
    assert 'capture="environment"' in page
    assert 'enctype="multipart/form-data"' in page
