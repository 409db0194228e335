"""The catalogue of the eight SOPs and the engine that performs their steps."""
