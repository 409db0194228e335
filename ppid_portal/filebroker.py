"""The broker of the evaluation: messages as files, each seen whole or not at all."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's file channel, safe for a reader that looks while a message is being written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the folders: a page may queue work before any worker has ever run."""
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    # The two classes above this one disagree about the name of the second argument.
    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        """Write the message under a name no reader looks for, then give it its own."""
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        unseen = folder / f".{name}.part"
        try:
            unseen.write_bytes(dumps(payload).encode())
            os.replace(unseen, folder / name)
        except OSError as error:
            unseen.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add {name} to the queue folder") from error


class Transport(filesystem.Transport):
    """Kombu's file transport with the safe channel."""

    Channel = Channel
