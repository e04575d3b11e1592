"""Settings of what people prepare at home; part of `base`, which takes all of them over."""

from __future__ import annotations

from motcua.config import env

DRAFT_DAYS = env.integer(
    "MOTCUA_DRAFT_DAYS", 90, "a citizen's draft is kept so many days after it was last saved"
)
DRAFT_WARNING_DAYS = env.integer(
    "MOTCUA_DRAFT_WARNING_DAYS", 7, "so many days before its end the citizen is warned"
)
DRAFT_UNDO_DAYS = env.integer(
    "MOTCUA_DRAFT_UNDO_DAYS", 30, "a deleted draft can be taken back for so many days"
)
SHARE_MINUTES = env.integer(
    "MOTCUA_SHARE_MINUTES", 15, "papers that a person shows at a counter are seen so many minutes"
)
