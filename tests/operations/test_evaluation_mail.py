"""In an evaluation the log shows what a citizen would read, and no attachment."""

from __future__ import annotations

import io

from django.core.mail import EmailMultiAlternatives

from ppid_portal.evaluation_mail import EmailBackend


def test_it_shows_the_text_and_names_the_letter() -> None:
    mail = EmailMultiAlternatives(
        subject="Permohonan Anda diterima",
        body="Nomor: 17\n\nhttp://localhost:8000/lacak/x/y/",
        to=["siti@contoh.example"],
    )
    mail.attach_alternative("<p>Nomor: 17</p>", "text/html")
    mail.attach("tanda-terima.pdf", b"%PDF-1.7 " + b"x" * 5000, "application/pdf")
    log = io.StringIO()
    assert EmailBackend(stream=log).send_messages([mail]) == 1
    shown = log.getvalue()
    assert "siti@contoh.example" in shown
    assert "http://localhost:8000/lacak/x/y/" in shown
    assert "Lampiran: tanda-terima.pdf" in shown
    assert len(shown) < 600
