"""Broadcasts that are cut off, and what is left of them."""
