"""What other rooms may listen to.

``notice_failed``: a notice could not be delivered for good (argument ``notice``); sent once per
failure, inside the transaction that records it.
"""

from django.dispatch import Signal

notice_failed = Signal()
