"""Writes of the feedback: the only way in."""

from motcua.feedback.services.petitions import (
    petition_answer,
    petition_ask,
    petition_file,
    petition_refuse,
    petition_reply,
    petition_take_up,
    petition_withdraw,
)
from motcua.feedback.services.ratings import rating_give

__all__ = [
    "petition_answer",
    "petition_ask",
    "petition_file",
    "petition_refuse",
    "petition_reply",
    "petition_take_up",
    "petition_withdraw",
    "rating_give",
]
