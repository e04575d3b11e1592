"""Filing: from a draft to a sent dossier, from home."""
