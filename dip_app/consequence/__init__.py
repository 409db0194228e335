"""SOP 6: the consequence test, as a record of what was weighed and decided for each item."""
