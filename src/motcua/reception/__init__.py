"""The hall: numbers, counters, the display."""
