"""Signing and checking PDF files: what holds, and every way in which it does not."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from tests.builders.documents import pdf_make
from tests.builders.signatures import (
    LEADER,
    NOW,
    UNIT,
    authorities,
    holder_for,
    order_make,
    signers,
    stamper_make,
    update_add,
)

from motcua.config.demo import certificates as made
from motcua.documents.signatures import registry, stamps
from motcua.documents.signatures.apart import file_check_apart
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import code_read, pdf_sign
from motcua.documents.signatures.types import (
    Level,
    Role,
    SigningRefused,
    StampVerdict,
    Verdict,
    evidence_read,
)
from motcua.kernel import clock

MADE = {}


@pytest.fixture(autouse=True)
def still(caplog):
    """Hold the clock; what a hostile file makes the parser say is expected here."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    with clock.clock_set(NOW):
        yield


@pytest.fixture
def known(tmp_path):
    with signers(tmp_path / "keys", {"leader": authorities().leader, "unit": authorities().unit}):
        yield authorities()


@pytest.fixture
def signed(known):
    """A result with both signatures, each with a time-stamp; made once, it is only read."""
    if "both" not in MADE:
        with stamps.stamper_use(stamper_make()):
            first = pdf_sign(order_make(pdf_make()))
            MADE["both"] = pdf_sign(order_make(first.data, Role.SEAL))
    return MADE["both"]


def check(data, **over):
    return file_check(data, registry.trust(), now=over.pop("now", NOW), **over)


def verdicts(data, **over):
    return [one.verdict for one in check(data, **over).signatures]


def test_leader_and_seal_hold_and_say_who_when_and_by_which_root(signed):
    found = check(signed.data)
    assert found.good
    leader, seal = found.signatures
    assert (leader.signer, leader.unit, seal.signer) == (LEADER, UNIT, UNIT)
    assert (leader.root, leader.issuer) == ("Test Root", "Test Issuing")
    assert leader.stamp is seal.stamp is StampVerdict.GOOD
    assert leader.stamped_at == NOW
    assert (leader.level, seal.level) == (Level.LT, Level.LT)
    assert evidence_read(signed.evidence.data()) == signed.evidence
    assert signed.evidence.role is Role.SEAL


def verdict_of_poppler(data: bytes, folder: Path) -> list[str]:
    """Return what `pdfsig`, a program that shares no code with ours, says of each signature."""
    file = folder / "signed.pdf"
    file.write_bytes(data)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    )
    told = [line.split(":", 1)[1] for line in said.stdout.splitlines() if "Validation:" in line]
    return [one.strip() for one in told]


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="PDFSIG IS NOT INSTALLED")
def test_another_program_finds_the_signatures_valid_and_sees_a_changed_byte(signed, tmp_path):
    found = verdict_of_poppler(signed.data, tmp_path)
    assert len(found) >= 2
    assert set(found) == {"Signature is Valid."}
    place = len(pdf_make()) // 2
    changed = signed.data[:place] + bytes([signed.data[place] ^ 1]) + signed.data[place + 1 :]
    assert "Signature is Valid." not in verdict_of_poppler(changed, tmp_path)


def test_the_sheet_bears_code_and_marks_and_the_document_stays_in_front(signed):
    with pikepdf.open(io.BytesIO(signed.data)) as document:
        assert len(document.pages) == signed.pages == 2
        marks = [str(one.get("/T")) for one in document.pages[-1].Annots]
    assert marks == ["NguoiCoThamQuyen", "CoQuan"]


def test_without_an_authority_for_time_it_is_plainly_of_the_lowest_level(known):
    made_ = pdf_sign(order_make(pdf_make()))
    assert made_.evidence.level is Level.B
    assert check(made_.data).signatures[0].stamp is StampVerdict.NONE


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_changed_byte_is_seen_anywhere(signed, place):
    data = bytearray(signed.data)
    position = int(len(data) * place)
    data[position] ^= 1
    assert not check(bytes(data)).good


def test_what_is_added_after_the_signatures_is_a_change_and_the_original_is_recognised(signed):
    changed = update_add(signed.data)
    found = check(changed)
    assert [one.verdict for one in found.signatures] == [Verdict.CHANGED, Verdict.CHANGED]
    assert found.sha256 != check(signed.data).sha256
    assert check(signed.data).sha256 in found.prefixes


def test_it_still_holds_years_later_with_the_proofs_that_it_carries(signed, known):
    later = NOW + timedelta(days=365 * 12)
    bare = registry.Trust(roots=(known.root.pem(),))
    assert [one.verdict for one in file_check(signed.data, bare, now=later).signatures] == [
        Verdict.GOOD,
        Verdict.GOOD,
    ]


def test_without_a_time_stamp_our_own_record_of_the_instant_is_what_counts(known):
    made_ = pdf_sign(order_make(pdf_make()))
    later = NOW + timedelta(days=365 * 12)
    assert verdicts(made_.data, now=later) == [Verdict.EXPIRED]
    assert verdicts(made_.data, now=later, known_at=NOW) == [Verdict.GOOD]


def test_a_certificate_revoked_before_is_refused_and_seen_one_revoked_after_still_proves(known):
    with stamps.stamper_use(stamper_make()):
        made_ = pdf_sign(order_make(pdf_make()))
    before = known.trust(known.leader, at=NOW - timedelta(days=1))
    after = known.trust(known.leader, at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=2)
    (early,) = file_check(made_.data, before, now=later).signatures
    assert (early.verdict, early.revoked_at) == (Verdict.REVOKED, NOW - timedelta(days=1))
    (late,) = file_check(made_.data, after, now=later).signatures
    assert late.verdict is Verdict.GOOD


def test_a_look_alike_signed_by_itself_is_not_trusted(known, tmp_path):
    false = made.signer_make(None, LEADER, UNIT)
    trust = registry.Trust(roots=(false.pem(),))
    with signers(tmp_path / "false", {"leader": false}) as folder:
        listed = folder / "signers.toml"
        (folder / "own.pem").write_bytes(false.pem())
        listed.write_text(listed.read_text().replace("root.pem", "own.pem"))
        listed.write_text(listed.read_text().replace('crls = ["root.crl", "issuing.crl"]', ""))
        forged = pdf_sign(order_make(pdf_make()))
    (found,) = check(forged.data).signatures
    assert (found.verdict, found.signer, found.root) == (Verdict.UNTRUSTED, LEADER, "")
    assert file_check(forged.data, trust, now=NOW).good


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        (lambda a: holder_for("Người Khác"), "wrong_certificate"),
        (
            lambda a: made.signer_make(a.issuing, LEADER, until=NOW - timedelta(days=1)),
            "certificate_expired",
        ),
        (lambda a: made.signer_make(None, LEADER), "certificate_untrusted"),
    ],
)
def test_a_certificate_nobody_would_believe_signs_nothing(tmp_path, holder, code):
    keys = {"leader": holder(authorities())}
    with signers(tmp_path, keys), pytest.raises(SigningRefused) as caught:
        pdf_sign(order_make(pdf_make()))
    assert caught.value.code == code


def test_a_revoked_certificate_signs_nothing(tmp_path):
    leader = authorities().leader
    with (
        signers(tmp_path, {"leader": leader}, leader),
        pytest.raises(SigningRefused) as caught,
    ):
        pdf_sign(order_make(pdf_make()))
    assert caught.value.code == "certificate_revoked"


def test_what_the_trust_names_is_read_again_wherever_it_lies(tmp_path):
    lists = tmp_path / "lists"
    lists.mkdir()
    known = authorities()
    (lists / "issuing.crl").write_bytes(made.crl_make(known.issuing))
    with signers(tmp_path / "keys") as folder:
        told = (folder / "signers.toml").read_text(encoding="utf-8")
        told = told.replace('"issuing.crl"', '"../lists/issuing.crl"')
        (folder / "signers.toml").write_text(told, encoding="utf-8")
        before = registry.trust().crls
        (lists / "issuing.crl").write_bytes(made.crl_make(known.issuing, [known.leader]))
        after = registry.trust().crls
    assert before[0] == after[0]
    assert before[1] != after[1], "a list of today is never taken for that of yesterday"


def test_no_key_a_missing_file_and_a_wrong_passphrase_are_told(tmp_path):
    with signers(tmp_path, {"leader": authorities().leader}) as folder:
        with pytest.raises(SigningRefused) as nobody:
            pdf_sign(order_make(pdf_make(), key="stranger"))
        (folder / "passphrase").write_text("falsch")
        with pytest.raises(SigningRefused) as wrong:
            pdf_sign(order_make(pdf_make()))
        (folder / "0.p12").unlink()
        with pytest.raises(SigningRefused) as gone:
            pdf_sign(order_make(pdf_make()))
    assert (nobody.value.code, wrong.value.code, gone.value.code) == (
        "no_signing_key",
        "signing_key_away",
        "signing_key_away",
    )


def test_a_file_that_somebody_signed_elsewhere_is_not_rewritten(known):
    elsewhere = pdf_sign(order_make(pdf_make(), sheet=None))
    both = pdf_sign(order_make(elsewhere.data, Role.SEAL))
    assert both.data.startswith(elsewhere.data)
    assert verdicts(both.data) == [Verdict.GOOD, Verdict.GOOD]


def test_odd_files_are_named_and_never_raise(known):
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_make())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert check(b"").problem == "not_pdf"
    assert check(b"MZ\x90 program").problem == "not_pdf"
    assert check(b"%PDF-1.7 and nothing else").problem == "damaged"
    assert check(locked.getvalue()).problem == "encrypted"
    plain = check(pdf_make())
    assert (plain.problem, plain.signatures, plain.good) == ("", (), False)


def test_the_check_apart_says_the_same_and_outlives_a_hostile_file(signed):
    assert file_check_apart(signed.data, registry.trust(), now=NOW) == check(signed.data)


def test_an_untrusted_time_proves_no_time(known):
    false = made.signer_make(None, "Test Time-stamps", stamps=True)
    with stamps.stamper_use(stamper_make(false)), pytest.raises(SigningRefused) as caught:
        pdf_sign(order_make(pdf_make()))
    assert caught.value.code == "time_stamp_away"


def test_a_code_is_read_however_it_is_typed():
    assert code_read(" abcd-efgh 1234-5678\n") == "ABCDEFGH12345678"
    assert code_read("oil0") == "0110"
