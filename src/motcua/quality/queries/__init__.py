"""Reads of the quality registers; the scope decides whose."""
