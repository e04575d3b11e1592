"""Figures for everybody: proved against the sealed events, small numbers protected, then shown."""
