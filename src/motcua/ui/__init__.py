"""The frame and the components of every page; knows no domain."""
