"""Templates of results: written and approved by the office, merged with a dossier's data."""
