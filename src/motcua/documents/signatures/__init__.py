"""Digital signatures in PDF files (PAdES): keys, signing, the check of a file (ADR 0013)."""
