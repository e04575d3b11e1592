"""Jobs that leave room for others while they are slow."""

from __future__ import annotations

import pytest

from motcua.kernel.jobs import job_alone


def test_a_job_that_still_runs_is_not_begun_a_second_time() -> None:
    seen: list[str] = []

    @job_alone
    def job() -> None:
        seen.append("run")
        job()  # as its next turn would begin it, in the worker's other slot

    job()
    job()
    assert seen == ["run", "run"]


def test_a_job_that_failed_runs_again() -> None:
    seen: list[int] = []

    @job_alone
    def job() -> None:
        seen.append(len(seen))
        if len(seen) == 1:
            raise LookupError

    with pytest.raises(LookupError):
        job()
    job()
    assert seen == [0, 1]
