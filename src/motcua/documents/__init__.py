"""Documents: stored files, their checks, printed forms; knows no dossier."""
