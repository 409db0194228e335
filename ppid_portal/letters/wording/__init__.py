"""The running text of letters as data of the body: blocks, versions, and their small language."""
