"""Reads of filing. The scope decides the rows; a draft is shown only to whoever began it."""

from __future__ import annotations

from motcua.filing.queries.drafts import draft_get, drafts_of, drafts_open

__all__ = ["draft_get", "drafts_of", "drafts_open"]
