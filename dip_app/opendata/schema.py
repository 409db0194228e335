"""What the API promises, as OpenAPI 3.1: written once, shown to people, held by the tests.

The addresses are six plain views and not a framework's: their filters, conditional answers and
limits are the portal's own, and a framework would add its own validation with sentences in
English and a documentation page that loads scripts from elsewhere.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.facets import CATEGORY_WORDS, FORMAT_WORDS
from dip_app.opendata.answers import LIMITS

VERSION = "1.0.0"
MAX_PAGE = 100
DEFAULT_PAGE = 25

Schema = dict[str, Any]


def item() -> Schema:
    """One item of the list."""
    return _object(
        {
            "id": _number(_("Nomor dalam daftar; tidak pernah berubah.")),
            "alamat": _uri(_("Alamat tetap halaman informasi ini.")),
            "judul": _text(_("Judul informasi.")),
            "ringkasan": _text(_("Ringkasan isi informasi.")),
            "kategori": _text(_("Kategori menurut UU 14/2008 Pasal 9 sampai 11."), CATEGORY_WORDS),
            "unit": _object(
                {"kode": _text(_("Kode unit.")), "nama": _text(_("Nama unit."))},
                _("Unit yang menguasai informasi."),
            ),
            "penanggung_jawab": _text(_("Penanggung jawab pembuatan atau penerbitan: jabatan.")),
            "waktu_pembuatan": _text(_("Waktu pembuatan, seperti tertulis dalam daftar.")),
            "tahun": _number(_("Tahun pembuatan.")),
            "tempat_pembuatan": _text(_("Tempat pembuatan.")),
            "format": _text(_("Bentuk utama."), FORMAT_WORDS),
            "format_tersedia": _text(_("Semua format yang tersedia, dengan kata-kata.")),
            "masa_simpan": _text(_("Jangka waktu penyimpanan menurut jadwal retensi arsip.")),
            "topik": _maybe(_text(_("Topik."))),
            "bahasa": _text(_("Bahasa isi informasi."), ["id", "en"]),
            "ketentuan_pemakaian": _maybe(_text(_("Ketentuan pemakaian."))),
            "tautan": _maybe(_uri(_("Tautan ke situs penerbit."))),
            "berkas": _list(
                _object(
                    {
                        "keterangan": _text(_("Nama berkas bagi pembaca.")),
                        "alamat": _uri(_("Alamat unduhan.")),
                        "jenis": _text(_("Jenis media, misalnya application/pdf.")),
                        "ukuran": _number(_("Ukuran dalam bita.")),
                    }
                ),
                _("Berkas yang dapat diunduh."),
            ),
            "diterbitkan": _moment(_("Saat terbit.")),
            "diubah": _moment(_("Saat keterangan terakhir diubah.")),
        }
    )


def exclusion() -> Schema:
    """One entry of the list of excluded information."""
    return _object(
        {
            "id": _number(_("Nomor butir.")),
            "judul": _text(_("Judul informasi yang dikecualikan; bukan isinya.")),
            "huruf": _text(_("Huruf Pasal 17 UU 14/2008."), list("abcdefghij")),
            "alasan": _text(_("Alasan menurut huruf itu, dengan kata-kata.")),
            "dasar_hukum": _text(_("Dasar hukum pengecualian.")),
            "undang_undang_lain": _maybe(
                _text(_("Undang-undang lain dan pasalnya, untuk huruf j."))
            ),
            "penetapan": _object(
                {"nomor": _text(_("Nomor.")), "tanggal": _day(_("Tanggal."))},
                _("Surat penetapan klasifikasi."),
            ),
            "berlaku_sejak": _day(_("Hari pertama pengecualian.")),
            "berakhir_pada": _maybe(
                _day(_("Sejak hari ini informasi terbuka, paling lambat; kosong bila peristiwa."))
            ),
            "berakhir_karena": _maybe(_text(_("Peristiwa yang mengakhiri pengecualian."))),
        }
    )


def schemas() -> dict[str, Schema]:
    """All shapes of answers, by name."""
    more = _maybe(_uri(_("Alamat halaman berikutnya; kosong pada halaman terakhir.")))
    counted = {
        "kode": _text(_("Nilai untuk saringan.")),
        "nama": _text(_("Nama.")),
        "jumlah": _number(_("Banyaknya informasi yang terbit.")),
        "alamat": _uri(_("Informasi itu lewat API.")),
    }
    return {
        "Informasi": item(),
        "HalamanInformasi": _object(
            {
                "informasi": _list(_ref("Informasi"), _("Yang terbaru lebih dahulu.")),
                "jumlah": _number(_("Banyaknya yang cocok; dihitung sampai batas tertentu.")),
                "jumlah_tepat": {
                    "type": "boolean",
                    "description": _("Salah bila yang cocok lebih banyak daripada jumlah."),
                },
                "berikutnya": more,
            }
        ),
        "DaftarKategori": _object({"kategori": _list(_object(counted))}),
        "DaftarUnit": _object({"unit": _list(_object(counted))}),
        "Pengecualian": exclusion(),
        "HalamanPengecualian": _object(
            {"dikecualikan": _list(_ref("Pengecualian")), "berikutnya": more}
        ),
        "Keterangan": _object(
            {
                "nama": _text(_("Nama daftar.")),
                "badan_publik": _text(_("Badan publik yang menguasai informasi.")),
                "kontak": _text(_("Alamat surel PPID.")),
                "jumlah": _number(_("Banyaknya informasi yang terbit.")),
                "terakhir_diubah": _maybe(_moment(_("Saat daftar terakhir diubah."))),
                "unduhan": _list(
                    _object(
                        {
                            "format": _text(_("Nama format.")),
                            "jenis": _text(_("Jenis media.")),
                            "alamat": _uri(_("Alamat tetap.")),
                        }
                    )
                ),
                "dokumentasi": _uri(_("Halaman penjelasan.")),
            }
        ),
        "Masalah": _object(
            {
                "title": _text(_("Apa yang salah, dan apa yang dapat dilakukan.")),
                "status": _number(_("Kode status HTTP.")),
            }
        ),
    }


def filters() -> list[Schema]:
    """The parameters that narrow the list: those of its page."""
    return [
        _query("q", {"type": "string"}, _("Kata yang dicari; tanda kutip untuk kata berurutan.")),
        _query("kategori", {"enum": list(CATEGORY_WORDS)}, _("Kategori.")),
        _query("unit", {"type": "string"}, _("Kode unit, menurut alamat unit.")),
        _query("tahun", {"type": "string", "pattern": "^[0-9]{4}$"}, _("Tahun pembuatan.")),
        _query("format", {"enum": list(FORMAT_WORDS)}, _("Bentuk utama.")),
    ]


def paging() -> list[Schema]:
    """The parameters that lead through a long answer."""
    size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE}
    return [
        _query("jumlah", size, _("Banyaknya butir satu halaman.")),
        _query("kursor", {"type": "string"}, _("Dari berikutnya; jangan disusun sendiri.")),
    ]


def document() -> Schema:
    """The description of the API as OpenAPI 3.1."""
    limit, seconds = LIMITS["api"]
    part = _query("bagian", {"enum": ["terbuka"]}, _("Pengecualian yang sudah berakhir."))
    number = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
        "description": _("Nomor dalam daftar."),
    }
    root = reverse("opendata:home")

    def at(name: str, *args: object) -> str:
        return "/" + reverse(f"opendata:{name}", args=args).removeprefix(root)

    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Daftar Informasi Publik"),
            "version": VERSION,
            "description": _(
                "Daftar Informasi Publik menurut UU 14/2008 Pasal 11 sebagai data: hanya baca, "
                "tanpa akun, tanpa data pribadi. Paling banyak %(limit)s permintaan dalam "
                "%(minutes)s menit dari satu alamat jaringan; jawaban memuat ETag dan "
                "Last-Modified, dan permintaan bersyarat dijawab 304."
            )
            % {"limit": limit, "minutes": seconds // 60},
        },
        "servers": [{"url": settings.PUBLIC_URL.rstrip("/") + root.rstrip("/")}],
        "paths": {
            at("items"): _get(
                "daftarInformasi",
                _("Informasi yang terbit, yang terbaru lebih dahulu."),
                "HalamanInformasi",
                [*filters(), *paging()],
                400,
            ),
            at("items") + "{id}/": _get(
                "satuInformasi", _("Satu informasi."), "Informasi", [number], 404, 410
            ),
            at("categories"): _get(
                "daftarKategori", _("Kategori dan banyaknya informasi."), "DaftarKategori"
            ),
            at("units"): _get(
                "daftarUnit", _("Unit yang menguasai informasi, dan banyaknya."), "DaftarUnit"
            ),
            at("exclusions"): _get(
                "daftarDikecualikan",
                _("Informasi yang dikecualikan: judul, alasan, dan jangka waktu, tanpa isi."),
                "HalamanPengecualian",
                [part, *paging()],
                400,
            ),
            at("meta"): _get("keterangan", _("Keterangan tentang daftar ini."), "Keterangan"),
        },
        "components": {"schemas": schemas()},
    }


# -- building blocks ---------------------------------------------------------------------------


def _object(properties: dict[str, Schema], description: str = "") -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **({"description": description} if description else {}),
    }


def _list(items: Schema, description: str = "") -> Schema:
    return {
        "type": "array",
        "items": items,
        **({"description": description} if description else {}),
    }


def _text(description: str, choices: Any = ()) -> Schema:
    return {
        "type": "string",
        "description": description,
        **({"enum": list(choices)} if choices else {}),
    }


def _uri(description: str) -> Schema:
    return {"type": "string", "format": "uri", "description": description}


def _moment(description: str) -> Schema:
    return {"type": "string", "format": "date-time", "description": description}


def _day(description: str) -> Schema:
    return {"type": "string", "format": "date", "description": description}


def _number(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _maybe(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _get(
    operation: str, summary: str, answer: str, parameters: list[Schema] | None = None, *codes: int
) -> Schema:
    wrong = {
        400: _("Parameter tidak dikenal atau keliru."),
        404: _("Tidak ada."),
        410: _("Sudah ditarik dari daftar."),
        429: _("Terlalu banyak permintaan; lihat Retry-After."),
    }
    problem = {"application/problem+json": {"schema": _ref("Masalah")}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {
                    "description": summary,
                    "content": {"application/json": {"schema": _ref(answer)}},
                },
                "304": {"description": _("Tidak berubah sejak dibaca terakhir.")},
                **{
                    str(code): {"description": wrong[code], "content": problem}
                    for code in (*codes, 429)
                },
            },
        }
    }
