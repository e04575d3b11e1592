"""A year of a large nation: every commune, loads of domain.md § 10, whole lives."""
