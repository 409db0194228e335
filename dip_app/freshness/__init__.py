"""Freshness of the list: when each item is due to be updated, and how complete it is (F76)."""
