"""SOP 8: the register of excluded information, its archive, and its opening at the end."""
