"""What a body sets for one kind of letter: the code of its archive and who gets a copy."""
