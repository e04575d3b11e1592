"""Officials' pages: counter, worklist, dossier, boards, reports."""
