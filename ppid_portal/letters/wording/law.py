"""Sentences that the law wants in a letter, whatever else an office words for itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l


@dataclass(frozen=True)
class Demand:
    """What a block must contain: fields, words, and the reason in a sentence."""

    why: str | Promise
    must_have: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()


DEMANDS: dict[str, Demand] = {
    # UU 14/2008 Pasal 35 ayat (1) and 36 ayat (1); Perki 1/2021: the form of the refusal itself
    # ends with the right to object.
    "objection": Demand(
        _l(
            "Pemohon harus diberi tahu hak mengajukan keberatan kepada Atasan PPID beserta "
            "jangka waktunya (Pasal 36 ayat (1) UU 14/2008)."
        ),
        must_have=("hari_keberatan",),
        must_say=("keberatan", "Atasan PPID"),
    ),
    # UU 14/2008 Pasal 35 ayat (1) huruf b and g: silence opens the same way.
    "silence": Demand(
        _l(
            "Pemohon harus diberi tahu hak mengajukan keberatan bila jawaban tidak datang "
            "(Pasal 35 ayat (1) UU 14/2008)."
        ),
        must_say=("keberatan", "Atasan PPID", "30 (tiga puluh) hari kerja"),
    ),
    # UU 14/2008 Pasal 22 ayat (7) and (8).
    "ten_days": Demand(
        _l("Tanda bukti menyebut jangka waktu jawaban (Pasal 22 ayat (7) dan (8) UU 14/2008)."),
        must_say=("10 (sepuluh) hari kerja", "7 (tujuh) hari kerja"),
    ),
    # UU 14/2008 Pasal 36 ayat (2) and 37 ayat (2).
    "thirty_days": Demand(
        _l(
            "Tanda bukti menyebut jangka waktu tanggapan dan hak mengajukan sengketa "
            "(Pasal 36 ayat (2) dan Pasal 37 ayat (2) UU 14/2008)."
        ),
        must_say=("30 (tiga puluh) hari kerja", "sengketa", "14 (empat belas) hari kerja"),
    ),
    # UU 14/2008 Pasal 19 and 22 ayat (7) huruf d and e: a refusal states its reason.
    "consequence": Demand(
        _l(
            "Penolakan menyebut konsekuensi bila informasi dibuka "
            "(Pasal 19 dan Pasal 22 ayat (7) UU 14/2008)."
        ),
        must_have=("konsekuensi",),
    ),
    # KUHPerdata Pasal 1795 and the practice of the courts: a special power names its matter.
    "mandate": Demand(
        _l("Surat kuasa khusus menyebut para pihak, lembaga yang memeriksa, dan pokok sengketa."),
        must_have=("termohon", "pemohon", "komisi", "pokok_sengketa"),
    ),
    # The units' own limit, and the legal one behind it (SOP 2.4).
    "units": Demand(
        _l("Unit harus tahu sampai kapan jawabannya ditunggu (SOP 2 langkah 4)."),
        must_have=("batas_unit",),
    ),
    # UU 14/2008 Pasal 37 ayat (2): fourteen working days from the reply of Atasan PPID.
    "dispute": Demand(
        _l(
            "Pengaju keberatan harus diberi tahu hak mengajukan sengketa kepada Komisi Informasi "
            "beserta jangka waktunya (Pasal 37 ayat (2) UU 14/2008)."
        ),
        must_have=("komisi_informasi", "hari_sengketa"),
        must_say=("sengketa",),
    ),
    # UU 14/2008 Pasal 22 ayat (8): once, seven working days, with a written reason.
    "extension": Demand(
        _l(
            "Perpanjangan hanya satu kali, dan lamanya diberitahukan "
            "(Pasal 22 ayat (8) UU 14/2008)."
        ),
        must_have=("hari_perpanjangan",),
        must_say=("1 (satu) kali",),
    ),
    # PP 61/2010 and Perki 1/2021: what is missing is named together with the day until which it
    # can be handed in, or the request could lapse without warning.
    "cure": Demand(
        _l("Pemohon harus tahu sampai kapan kelengkapan dapat disampaikan."),
        must_have=("batas_kelengkapan", "hari_kelengkapan"),
    ),
    # UU 14/2008 Pasal 22 ayat (7) huruf b.
    "referral": Demand(
        _l(
            "Penerusan menyebut badan publik yang menguasai informasi "
            "(Pasal 22 ayat (7) huruf b UU 14/2008)."
        ),
        must_have=("badan_publik_tujuan",),
    ),
    # PP 61/2010: what is opened is named by the determination that ends, with its last day.
    "opening": Demand(
        _l(
            "Keputusan pembukaan menyebut penetapan yang berakhir dan tanggal terbukanya "
            "(PP 61/2010)."
        ),
        must_have=("nomor_penetapan", "tanggal_terbuka"),
    ),
    # UU 14/2008 Pasal 19: the harm is tested before information is excluded.
    "test": Demand(
        _l("Keputusan pengecualian didasarkan pada uji konsekuensi (Pasal 19 UU 14/2008)."),
        must_have=("nomor_berita_acara",),
        must_say=("uji konsekuensi",),
    ),
}
