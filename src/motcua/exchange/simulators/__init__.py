"""Simulators of the systems that Motcua speaks with; never part of a real installation."""
