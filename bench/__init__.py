"""Benchmark of the hot paths; see run.py."""
