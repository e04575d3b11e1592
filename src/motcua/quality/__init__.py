"""The quality system of a one-stop centre (TCVN ISO 9001:2015) on top of what the software does."""
