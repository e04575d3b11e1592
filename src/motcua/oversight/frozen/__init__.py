"""Official reports that are frozen, signed off by two persons, scheduled, sent, with versions."""
