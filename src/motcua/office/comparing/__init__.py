"""Pages that set units beside each other: whose sums a reader sees, maps, places, peers."""
