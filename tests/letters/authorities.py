"""Stand-ins for the services of authorities on this machine: time stamps, OCSP, lists.

They speak what the real ones speak over HTTP (RFC 3161, RFC 6960, RFC 5280); only who runs them
is invented.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ppid_portal.clock import now
from ppid_portal.letters.signing.certificates import OwnKey
from tests.letters.certificates import Authority

#: What a path answers: content type and content; None is "503 Service Unavailable".
Answer = Callable[[bytes], tuple[str, bytes] | None]


class Services:
    """An HTTP server; ``answers`` gives each path what it says to the body of a request."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.hangs = False
        self._released = Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self) -> None:
                service._answer(self, b"")

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=[0.01], daemon=True)
        self._thread.start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        self.asked.append(request.path)
        if self.hangs:
            self._released.wait(30)
            return
        answer = self.answers.get(request.path)
        said = answer(body) if answer is not None else None
        if said is None:
            request.send_error(503)
            return
        kind, content = said
        request.send_response(200)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


# -- time stamps -----------------------------------------------------------------------------------


def stamping(
    authority: Authority,
    *,
    by: OwnKey | None = None,
    about: bytes | None = None,
    at: datetime | None = None,
) -> Answer:
    """Return a time stamp authority; ``about`` has it stamp another imprint than it was asked."""
    held = by or authority.give("Layanan Cap Waktu Uji", organisation="Badan Uji", stamps=True)
    store = SimpleCertificateStore()
    store.register_multiple(_asn1(each) for each in (held.certificate, authority.certificate))
    private = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def answer(body: bytes) -> tuple[str, bytes]:
        request = tsp.TimeStampReq.load(body)
        if about is not None:
            request["message_imprint"]["hashed_message"] = about
        stamper = DummyTimeStamper(
            _asn1(held.certificate),
            keys.PrivateKeyInfo.load(private),
            certs_to_embed=store,
            fixed_dt=at or now(),
        )
        said = asyncio.run(stamper.async_request_tsa_response(request))
        return "application/timestamp-reply", said.dump()

    return answer


def refusing(body: bytes) -> tuple[str, bytes]:
    """A time stamp authority that answers in due form, and stamps nothing."""
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {"bad_request"}})
    return "application/timestamp-reply", tsp.TimeStampResp({"status": status}).dump()


def babbling(body: bytes) -> tuple[str, bytes]:
    """Something else behind the address of a time stamp authority."""
    return "application/timestamp-reply", b"bukan cap waktu"


# -- revocation ------------------------------------------------------------------------------------


def telling(
    authority: Authority, subject: Callable[[], OwnKey], revoked_at: datetime | None = None
) -> Answer:
    """Return an OCSP responder that says whether ``subject`` was revoked, and when."""

    def answer(body: bytes) -> tuple[str, bytes]:
        request = ocsp.load_der_ocsp_request(body)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=subject().certificate,
                issuer=authority.certificate,
                algorithm=request.hash_algorithm,
                cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
                this_update=now() - timedelta(minutes=5),
                next_update=now() + timedelta(hours=8),
                revocation_time=revoked_at,
                revocation_reason=x509.ReasonFlags.key_compromise if revoked_at else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, authority.certificate)
        )
        for extension in request.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        said = builder.sign(authority.key, hashes.SHA256())
        return "application/ocsp-response", said.public_bytes(Encoding.DER)

    return answer


def listing(authority: Authority, *revoked: OwnKey, at: datetime) -> Answer:
    """Return where a list of revoked certificates is published."""
    content = authority.revoke(*revoked, at=at)
    return lambda body: ("application/pkix-crl", content)


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
