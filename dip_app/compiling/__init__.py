"""SOP 5: making the public list, decreeing it, and publishing it by the decree."""
