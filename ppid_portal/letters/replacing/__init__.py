"""What takes the place of a letter that was withdrawn: a new one, or the reason why none does."""
