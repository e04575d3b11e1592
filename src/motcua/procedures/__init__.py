"""Procedures: the catalogue, its dated versions, components, limits, fees, and who offers what."""
