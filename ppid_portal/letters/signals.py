"""What other rooms may listen to.

``letter_rendered``: a letter's PDF was stored (argument ``letter``); sent once per letter,
inside the transaction that stores it.

``letter_withdrawn``: a letter was withdrawn (argument ``letter``); sent once per letter, inside
the transaction that withdraws it.
"""

from django.dispatch import Signal

letter_rendered = Signal()
letter_withdrawn = Signal()
