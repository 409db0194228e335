"""SOP 1: the yearly campaign in which every Anggota PPID brings its list, and it is announced."""
