"""The QR code of a transfer against the public samples, and references that banks mangle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.payments.rules import (
    QrInvalid,
    crc16,
    qr_payload,
    qr_read,
    reference_find,
    reference_make,
    reference_valid,
)
from motcua.payments.rules.reference import ALPHABET
from motcua.payments.rules.vietqr import qr_part

# EMV QR Code Specification, Merchant-Presented Mode 1.1, annex: the sample of a whole code.
EMVCO = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603"
    "***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)
# NAPAS, format of VietQR codes: to an account without, and with amount and purpose.
STATIC = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
)
DYNAMIC = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802"
    "VN62340107NPS68690819thanh toan don hang63042E2E"
)
a_number = st.integers(0, 31**9 - 1)


@pytest.mark.parametrize("sample", [EMVCO, STATIC, DYNAMIC])
def test_the_checksum_of_the_public_samples_is_right(sample):
    assert crc16(sample[:-4]) == sample[-4:]
    assert qr_read(sample)["00"] == "01"
    with pytest.raises(QrInvalid):
        qr_read(sample.replace("01021", "01031", 1))


def test_the_checksum_is_ccitt_false():
    assert crc16("123456789") == "29B1"


def test_our_code_says_what_napas_s_own_sample_says_of_receiver_and_amount():
    ours = qr_payload(
        bank_bin="970403", account="0011012345678", amount_vnd=180_000, purpose="MC123"
    )
    theirs = qr_read(DYNAMIC)
    mine = qr_read(ours)
    for part in ("00", "01", "38", "53", "54", "58"):
        assert mine[part] == theirs[part], part
    assert qr_part(ours, "62", "08") == "MC123"
    assert qr_part(ours, "38", "01", "00") == "970403"


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[A-Z0-9]{1,19}", fullmatch=True),
    st.integers(1, 9_999_999_999_999),
    st.from_regex(r"[A-Za-z0-9 ]{1,25}", fullmatch=True),
)
def test_every_code_reads_back_and_fits_the_standard(bank, account, amount, purpose):
    text = qr_payload(bank_bin=bank, account=account, amount_vnd=amount, purpose=purpose)
    assert len(text) <= 512
    assert qr_read(text)["54"] == str(amount)
    assert qr_part(text, "38", "01", "01") == account
    assert qr_part(text, "62", "08") == purpose


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_bin": "97040"},
        {"account": "00 11"},
        {"account": "1" * 20},
        {"amount_vnd": 0},
        {"amount_vnd": 10**13},
        {"purpose": "lệ phí"},
        {"purpose": "x" * 26},
    ],
)
def test_what_cannot_stand_in_a_code_is_refused(wrong):
    fine = {"bank_bin": "970403", "account": "0011", "amount_vnd": 8_000, "purpose": "MC1"}
    with pytest.raises(QrInvalid):
        qr_payload(**{**fine, **wrong})


@given(a_number, st.text(max_size=20), st.text(max_size=20))
def test_a_reference_is_found_in_what_a_bank_writes(number, before, after):
    reference = reference_make(number)
    assert reference in reference_find(f"{before} {reference.lower()}.{after}")
    split = f"CT DEN {reference[:5]} {reference[5:]}-NGUYEN VAN A"
    assert reference_find(split)[0] == reference


@given(a_number, st.integers(2, 11), st.sampled_from(ALPHABET))
def test_one_wrong_sign_names_nothing(number, place, sign):
    reference = reference_make(number)
    wrong = reference[:place] + sign + reference[place + 1 :]
    assert reference_valid(wrong) == (wrong == reference)


@given(a_number, st.integers(2, 9))
def test_two_swapped_signs_name_nothing(number, place):
    signs = list(reference_make(number))
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert reference_valid("".join(signs)) == ("".join(signs) == reference_make(number))


def test_a_reference_has_room_for_so_many_numbers_only():
    with pytest.raises(ValueError, match="fit"):
        reference_make(31**9)
