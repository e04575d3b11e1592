"""Two hands at one result, each on a connection of its own: one signature, a clear no to the other.

Both read, both let their keys sign, and only then they meet at the dossier's row.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from tests.builders.dossiers import at, commune_at_work, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.builders.signatures import commune_keys, signers

from motcua.documents.queries import file_open
from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Role
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.signing import signature_prepare
from motcua.dossiers.services.signing_after import result_sign_prepare
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Status
from motcua.identity.types import Role as Post
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act


@pytest.fixture
def commune(fresh_database):
    with at(), scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def second(commune):
    with at(), scope_use(SYSTEM):
        return actor_make(role=Post.LEADER, unit=commune.unit, full_name="Lãnh Đạo Hai")


@pytest.fixture
def keys(commune, second, tmp_path):
    with at(), scope_use(SYSTEM):
        keys = commune_keys(commune) | commune_keys(replace(commune, leader=second))
    with signers(tmp_path / "keys", keys):
        yield


@pytest.fixture
def approved_before(commune, tmp_path):
    """Approved while the unit had no seal."""
    with signers(tmp_path / "none", units=["*"]), at(), scope_use(SYSTEM):
        return dossier_at(commune, Act.ISSUE)


def together(*hands):
    """Let each (actor, prepare, operate) sign, then operate at one instant; connections apart."""
    ready = Barrier(len(hands))

    def run(hand):
        actor, prepare, operate = hand
        met = False
        try:
            with at(1):
                with scope_use(actor.scope):
                    order = prepare()
                signed = pdf_sign(order) if order else None
                ready.wait(60)
                met = True
                with scope_use(actor.scope):
                    return operate(signed)
        except Refused as refused:
            if not met:
                ready.abort()
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(hands)) as pool:
        return list(pool.map(run, hands))


def approval(actor, item):
    return (
        actor,
        lambda: signature_prepare(actor, item.id, "approved", item.version),
        lambda signed: services.work_complete(
            actor=actor,
            item_id=item.id,
            outcome="approved",
            expected_version=item.version,
            details=WorkDetails(signed=signed),
        ),
    )


def after(actor, code, version):
    return (
        actor,
        lambda: result_sign_prepare(actor, code, version),
        lambda signed: services.dossier_sign_result(
            actor=actor, code=code, signed=signed, version=version
        ),
    )


def seen(code):
    """Return the dossier, and check that its signed file and its chain are whole."""
    with at(2), scope_use(SYSTEM):
        dossier = dossier_get(code)
        with file_open(dossier.results[-1].file_id) as stream:
            found = file_check(stream.read(), registry.trust(), now=clock.now())
        assert found.good
        assert len(found.signatures) == len(dossier.results[-1].signatures)
        assert not list(chains_verify())
        return dossier


def one_won(answers):
    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == len(answers) - 1
    return next(n for n, one in enumerate(answers) if not isinstance(one, Refused)), refused


def test_two_leaders_approve_at_once(commune, second, keys):
    with at(), scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPROVE)
        item = item_of(code, Act.APPROVE)
    leaders = (commune.leader, second)
    won, (refused,) = one_won(together(*(approval(one, item) for one in leaders)))
    assert refused.code in {"work_item_changed", "dossier_changed", "not_in_this_status"}
    dossier = seen(code)
    (signature,) = dossier.results[-1].signatures
    assert dossier.results[-1].approved_by == leaders[won].account_id
    assert (signature.signer == "Lãnh Đạo Hai") is (won == 1)
    assert [event.type for event in dossier.timeline].count("approved") == 1


def test_two_leaders_sign_afterwards_at_once(commune, second, approved_before, keys):
    code = approved_before
    with scope_use(SYSTEM):
        version = dossier_get(code).version
    leaders = (commune.leader, second)
    won, (refused,) = one_won(together(*(after(one, code, version) for one in leaders)))
    assert refused.code == "dossier_changed"
    dossier = seen(code)
    assert len(dossier.results[-1].signatures) == 1
    assert dossier.timeline[-1].account_id == leaders[won].account_id


def test_the_seal_never_comes_before_the_leader(commune, second, approved_before, keys):
    code = approved_before
    with scope_use(SYSTEM):
        version, item = dossier_get(code).version, item_of(code, Act.ISSUE)
    sealing = (
        commune.clerk,
        lambda: None,
        lambda signed: services.work_complete(
            actor=commune.clerk,
            item_id=item.id,
            outcome=item.outcomes[0].code,
            expected_version=item.version,
            details=WorkDetails(number="7/GXN", signed=signed),
        ),
    )
    signing, _sealed = together(after(commune.leader, code, version), sealing)
    assert not isinstance(signing, Refused)
    dossier = seen(code)
    roles = [one.role for one in dossier.results[-1].signatures]
    assert roles[0] is Role.PERSONAL
    assert (dossier.status is Status.DONE) is (len(roles) == 2)
