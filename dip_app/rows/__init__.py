"""Rows that units bring for the list: how they change, and how they are laid together."""
