"""Tables as files that spreadsheet programs open, whatever stands in their cells."""
