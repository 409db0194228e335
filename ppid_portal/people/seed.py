"""What the portal starts with: Kementerian Sekretariat Negara as it is publicly known.

Reference data, edited in the admin afterwards; nothing in the code depends on it.
"""

from __future__ import annotations

from typing import Any

BODY: dict[str, Any] = {
    "name": "Kementerian Sekretariat Negara",
    "short_name": "Kemensetneg",
    "code": "SETNEG",
    "office_name": "Pejabat Pengelola Informasi dan Dokumentasi",
    "office_unit": "Biro Hubungan Masyarakat",
    "leader_title": "Menteri Sekretaris Negara",
    "letterhead": (
        "KEMENTERIAN SEKRETARIAT NEGARA REPUBLIK INDONESIA\n"
        "PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI"
    ),
    # The code of the classification of archives for public relations is not published.
    "classification": "HM.00",
    "address": "Jalan Veteran Nomor 17–18, Jakarta Pusat 10110",
    "city": "Jakarta",
    "phone": "(021) 3849065",
    "fax": "(021) 3849065",
    "email": "humas@setneg.go.id",
    "mail_room_email": "persuratan@setneg.go.id",
    "website": "https://www.setneg.go.id",
    "fee_text": (
        "Informasi diberikan tanpa biaya. Pemohon hanya menanggung biaya penggandaan dan "
        "pengiriman yang nyata."
    ),
    "legal_references": (
        "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik\n"
        "Peraturan Pemerintah Nomor 61 Tahun 2010 tentang Pelaksanaan Undang-Undang Nomor 14 "
        "Tahun 2008\n"
        "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan Informasi Publik"
    ),
    "form_reference": "Peraturan Komisi Informasi Nomor 1 Tahun 2021",
    "privacy_reference": ("Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi"),
    "commission_name": "Komisi Informasi Pusat",
    "brand_colour": "#0b4f5c",
    "accent_colour": "#ce1126",
}

# code, name, short name, kind, parent
UNITS: tuple[tuple[str, str, str, str, str], ...] = (
    ("SETNEG", "Kementerian Sekretariat Negara", "Kemensetneg", "body", ""),
    ("SETPRES", "Sekretariat Presiden", "", "organisation", "SETNEG"),
    ("SETWAPRES", "Sekretariat Wakil Presiden", "", "organisation", "SETNEG"),
    ("SETMILPRES", "Sekretariat Militer Presiden", "", "organisation", "SETNEG"),
    ("SETMEN", "Sekretariat Kementerian", "", "organisation", "SETNEG"),
    (
        "DPUU",
        "Deputi Bidang Perundang-undangan dan Administrasi Hukum",
        "Deputi Perundang-undangan",
        "deputy",
        "SETNEG",
    ),
    (
        "DHKK",
        "Deputi Bidang Hubungan Kelembagaan dan Kemasyarakatan",
        "Deputi Hubungan Kelembagaan",
        "deputy",
        "SETNEG",
    ),
    ("DAA", "Deputi Bidang Administrasi Aparatur", "Deputi Aparatur", "deputy", "SETNEG"),
    ("WANTIMPRES", "Sekretariat Dewan Pertimbangan Presiden", "", "organisation", "SETNEG"),
    ("KSP", "Kantor Staf Presiden", "", "organisation", "SETNEG"),
    ("PPKGBK", "Pusat Pengelolaan Komplek Gelora Bung Karno", "PPKGBK", "service", "SETNEG"),
    ("PPKK", "Pusat Pengelolaan Komplek Kemayoran", "PPKK", "service", "SETNEG"),
    ("HUMAS", "Biro Hubungan Masyarakat", "Biro Humas", "bureau", "SETMEN"),
    ("ROUM", "Biro Umum", "", "bureau", "SETMEN"),
    ("ROKEU", "Biro Keuangan", "", "bureau", "SETMEN"),
    ("ROREN", "Biro Perencanaan", "", "bureau", "SETMEN"),
    ("ASDEPHUKUM", "Asisten Deputi Bidang Hukum", "Asdep Hukum", "bureau", "DPUU"),
)


def load(unit_model: Any, body_model: Any) -> None:
    """Store what is missing of the above; leaves what is there as it is.

    Takes the models as arguments, so that a migration can pass its historical ones.
    """
    for code, name, short_name, kind, parent in UNITS:
        unit_model.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "short_name": short_name,
                "kind": kind,
                "parent": unit_model.objects.filter(code=parent).first(),
            },
        )
    known = {field.name for field in body_model._meta.get_fields()}
    body_model.objects.get_or_create(
        pk=1, defaults={key: value for key, value in BODY.items() if key in known}
    )
