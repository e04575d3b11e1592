"""Work outside the centre: home visits, rounds, extra reception points."""
