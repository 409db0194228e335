"""The pages of the desk, one module per page."""
