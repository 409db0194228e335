"""SOP 7: documenting public information: rounds, the archive list, and proposals of disposal."""
