"""Reads of the register of difficulties; the scope decides whose."""
