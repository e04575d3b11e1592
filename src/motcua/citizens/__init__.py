"""Citizens: who the people and businesses are."""
