"""Announcements (UU 14/2008 Pasal 9 and 10; SOP 1): written, shown, proven."""
