"""The official reports, one module each: words, columns, identities; the law's side is data."""
