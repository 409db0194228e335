"""The yearly report on the service: figures that are frozen, and what the office says of them."""
