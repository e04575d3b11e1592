"""Dossiers: the case from intake to result, its clock, its chain of events."""
