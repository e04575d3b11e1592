"""The QR code of a bank transfer: VietQR, NAPAS's profile of EMVCo's merchant-presented mode.

EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1: a text of objects
`id (2 digits) length (2 digits) value`, ended by the CRC in object 63. NAPAS 24/7 stands in object
38 with the GUID A000000727, the bank (BIN) and account of the receiver, and the service
QRIBFTTA (transfer to an account).
"""

from __future__ import annotations

import re

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"  # ISO 4217
AMOUNT_MAX = 9_999_999_999_999
PURPOSE_MAX = 25
_ACCOUNT = re.compile(r"[A-Z0-9]{1,19}")
_BANK = re.compile(r"\d{6}")
_PURPOSE = re.compile(r"[A-Za-z0-9 ]{1,25}")


class QrInvalid(ValueError):
    """The text is no payment code, or a part cannot be put into one."""


def crc16(text: str) -> str:
    """Return CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) as four hex digits."""
    crc = 0xFFFF
    for byte in text.encode("utf-8"):
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return f"{crc:04X}"


def qr_payload(*, bank_bin: str, account: str, amount_vnd: int, purpose: str) -> str:
    """Return the text of a one-time code that transfers a fixed amount to an account.

    `purpose` is what the bank carries along (25 letters, digits or blanks). Raises QrInvalid.
    """
    if not _BANK.fullmatch(bank_bin):
        raise QrInvalid("a bank's number has six digits")
    if not _ACCOUNT.fullmatch(account):
        raise QrInvalid("an account has at most 19 letters and digits")
    if not 0 < amount_vnd <= AMOUNT_MAX:
        raise QrInvalid("an amount is a whole number of dong")
    if not _PURPOSE.fullmatch(purpose):
        raise QrInvalid("a purpose has at most 25 plain letters, digits and blanks")
    receiver = _object("00", bank_bin) + _object("01", account)
    text = "".join(
        (
            _object("00", "01"),
            _object("01", "12"),  # dynamic: for one payment
            _object(
                "38",
                _object("00", GUID) + _object("01", receiver) + _object("02", TO_ACCOUNT),
            ),
            _object("53", DONG),
            _object("54", str(amount_vnd)),
            _object("58", "VN"),
            _object("62", _object("08", purpose)),
            "6304",
        )
    )
    return text + crc16(text)


def qr_read(text: str) -> dict[str, str]:
    """Return the objects of a payment code by id; raises QrInvalid when its CRC is wrong."""
    if len(text) < 8 or text[-8:-4] != "6304" or crc16(text[:-4]) != text[-4:]:
        raise QrInvalid("the checksum is wrong")
    return _objects(text)


def _objects(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if not re.fullmatch(r"\d{4}", head) or place + 4 + int(head[2:]) > len(text):
            raise QrInvalid("an object is cut")
        end = place + 4 + int(head[2:])
        found[head[:2]] = text[place + 4 : end]
        place = end
    return found


def qr_part(text: str, *path: str) -> str:
    """Return a nested object of a payment code, such as `("38", "01", "00")`; empty if absent."""
    objects = qr_read(text)
    for number, step in enumerate(path):
        value = objects.get(step, "")
        if number == len(path) - 1:
            return value
        objects = _objects(value)
    return ""


def _object(number: str, value: str) -> str:
    if len(value) > 99:
        raise QrInvalid("an object has at most 99 signs")
    return f"{number}{len(value):02d}{value}"
