"""A stand-in for BSrE's e-sign client service, on this machine only.

It speaks the shape that the service's clients use: a form with ``nik``, ``passphrase``,
``tampilan`` and the file goes to ``/api/sign/pdf``; the answer is the PDF, or the number under
which ``/api/sign/download/<number>`` gives it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

WRONG_PASSPHRASE = {"error": "Proses signing gagal : Passphrase anda salah", "status_code": 2031}
NOT_REGISTERED = {"error": "User tidak terdaftar", "status_code": 2011}


class ESign:
    """The service; ``sign`` makes the signed PDF, ``answer`` overrides what it says."""

    nik, passphrase, user, password = "3171000000000001", "Sandi#Pejabat1", "ppid", "rahasia"

    def __init__(self, sign: Callable[[bytes], bytes]) -> None:
        self.sign = sign
        self.answer: tuple[int, str, bytes] | None = None
        self.by_number = False
        self.hangs = False
        self.asked: list[dict[str, bytes]] = []
        self._kept: dict[str, bytes] = {}
        self._released = Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._post(self)

            def do_GET(self) -> None:
                service._get(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=[0.01], daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _post(self, request: BaseHTTPRequestHandler) -> None:
        fields = _fields(request)
        if self.hangs:
            self._released.wait(30)
            return
        self.asked.append(fields)
        expected = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {expected}":
            _say(request, 401, "application/json", b'{"error": "Unauthorized"}')
        elif self.answer is not None:
            _say(request, *self.answer)
        elif fields.get("nik", b"").decode() != self.nik:
            _say(request, 400, "application/json", json.dumps(NOT_REGISTERED).encode())
        elif fields.get("passphrase", b"").decode() != self.passphrase:
            _say(request, 400, "application/json", json.dumps(WRONG_PASSPHRASE).encode())
        elif self.by_number:
            self._kept["dok/1"] = self.sign(fields["file"])
            _say(request, 200, "application/json", b'{"id_dokumen": "dok/1"}')
        else:
            _say(request, 200, "application/pdf", self.sign(fields["file"]), id_dokumen="dok-2")

    def _get(self, request: BaseHTTPRequestHandler) -> None:
        number = request.path.removeprefix("/api/sign/download/").replace("%2F", "/")
        if number in self._kept:
            _say(request, 200, "application/pdf", self._kept[number])
        else:
            _say(request, 404, "application/json", b'{"error": "Dokumen tidak ditemukan"}')


def _say(
    request: BaseHTTPRequestHandler, status: int, kind: str, content: bytes, **headers: str
) -> None:
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(content)))
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(content)


def _fields(request: BaseHTTPRequestHandler) -> dict[str, bytes]:
    content = request.rfile.read(int(request.headers["Content-Length"]))
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    form = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + content)
    fields: dict[str, bytes] = {}
    for part in form.iter_parts():
        payload: Any = part.get_payload(decode=True)
        fields[str(part.get_param("name", header="content-disposition"))] = payload
    return fields
