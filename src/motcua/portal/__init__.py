"""Citizens' pages: tracking, catalogue, units."""
