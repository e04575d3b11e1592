"""Each test of this package has a folder of files of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    """Point the store at an empty folder."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR
