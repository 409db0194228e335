"""What a body sets for one kind of letter: who signs it, its archive code, who gets a copy."""
