"""Editions of the public list: what units propose, what was decreed, and what changed since."""
