"""The text of a citizen card: read, mended where nothing was lost, doubted where an officer looks."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers.card import CardUnreadable, card_mend, card_read, is_card_text
from motcua.dossiers.card_checks import Doubt, card_doubts, card_until

CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"
TODAY = date(2026, 11, 20)


def doubts(text):
    return card_doubts(card_read(text), on=TODAY)


def test_a_card_like_most_raises_no_doubt():
    assert card_mend(CARD) == (CARD, "")
    assert doubts(CARD) == ()


def test_utf8_read_as_western_letters_is_put_right():
    misread = CARD.encode().decode("latin-1")
    assert card_mend(misread) == (CARD, "letters")
    assert card_read(misread).name == "Nông Thị Mai Hương"


@pytest.mark.parametrize("bar", ["¦", "~", "\\", "}"])
def test_another_sign_for_the_bar_is_put_right(bar):
    assert is_card_text(CARD.replace("|", bar))
    assert card_mend(CARD.replace("|", bar)) == (CARD, "bar")


def test_upper_case_names_with_marks_are_not_mistaken_for_a_wrong_charset():
    shouted = CARD.replace("Nông Thị Mai Hương", "TRÂN NGÃ ĐÂU")
    assert card_mend(shouted) == (shouted, "")


@pytest.mark.parametrize("end", [13, 20, 40])
def test_a_text_that_breaks_off_is_a_part_and_no_number(end):
    assert is_card_text(CARD[:end])
    with pytest.raises(CardUnreadable) as refusal:
        card_read(CARD[:end])
    assert refusal.value.part == "cut"


def test_what_newer_cards_add_is_not_read():
    assert card_read(f"{CARD}||Nông Văn Mẫu|Lý Thị Mẫu") == card_read(CARD)


@pytest.mark.parametrize(
    "name", ["Noong Thij Mai Huwowng", "No6ng Thi5 Mai", "Nông Thịj Mai", "Nguyeexn Văn Mẫu"]
)
def test_keys_of_an_input_method_in_the_name_are_noticed(name):
    assert Doubt.METHOD in doubts(CARD.replace("Nông Thị Mai Hương", name))


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Xuân Quỳnh", "Giàng A Páo", "Y Bhăm Niê", "H'Hen Niê", "Vừ Mí Già"]
)
def test_usual_names_of_many_peoples_raise_no_doubt(name):
    assert doubts(CARD.replace("Nông Thị Mai Hương", name)) == ()


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("Nông Thị Mai Hương", "N?ng Th? Mai H??ng", Doubt.LOST),
        ("|Nữ|", "|N|", Doubt.LOST),
        ("14031988", "14031989", Doubt.NUMBER),
        ("|Nữ|", "|Nam|", Doubt.NUMBER),
        ("12082021", "12082031", Doubt.ISSUED),
        ("12082021", "12082011", Doubt.ISSUED),
    ],
)
def test_what_an_officer_compares_with_the_card(old, new, doubt):
    assert doubt in doubts(CARD.replace(old, new))


def test_no_marks_at_all_are_noticed_once():
    plain = CARD.replace("Nông Thị Mai Hương", "NONG THI MAI").replace(
        "Tổ 5, phường Bách Quang", "To 5, phuong Bach Quang"
    )
    assert doubts(plain) == (Doubt.PLAIN,)


@pytest.mark.parametrize(
    ("born", "issued", "until"),
    [
        (date(1988, 3, 14), date(2021, 8, 12), date(2028, 3, 14)),
        (date(1988, 3, 14), date(2026, 3, 14), date(2048, 3, 14)),  # two years early: the next
        (date(2012, 2, 29), date(2022, 1, 5), date(2026, 3, 1)),
        (date(1960, 5, 1), date(2018, 5, 1), None),  # 58 and over: for life
    ],
)
def test_until_when_a_card_is_good(born, issued, until):
    assert card_until(born, issued) == until


def test_a_card_that_ran_out_is_told():
    old = CARD.replace("14031988", "14031986").replace("019188", "019186")
    assert doubts(old) == (Doubt.EXPIRED,)
