"""The words of UU 14/2008 Pasal 17 by letter, as a beginning of what a finding says of the law."""

from __future__ import annotations

#: What follows "informasi publik yang apabila dibuka dapat" under each letter; whole for i and j.
_OPENING = "informasi publik yang apabila dibuka dan diberikan kepada pemohon "
_WORDS: dict[str, str] = {
    "a": _OPENING + "dapat menghambat proses penegakan hukum",
    "b": _OPENING
    + (
        "dapat mengganggu kepentingan perlindungan hak atas kekayaan intelektual dan perlindungan "
        "dari persaingan usaha tidak sehat"
    ),
    "c": _OPENING + "dapat membahayakan pertahanan dan keamanan negara",
    "d": _OPENING + "dapat mengungkapkan kekayaan alam Indonesia",
    "e": _OPENING + "dapat merugikan ketahanan ekonomi nasional",
    "f": _OPENING + "dapat merugikan kepentingan hubungan luar negeri",
    "g": _OPENING
    + (
        "dapat mengungkapkan isi akta otentik yang bersifat pribadi dan kemauan terakhir ataupun "
        "wasiat seseorang"
    ),
    "h": _OPENING + "dapat mengungkap rahasia pribadi",
    "i": (
        "memorandum atau surat-surat antar-Badan Publik atau intra-Badan Publik yang menurut "
        "sifatnya dirahasiakan, kecuali atas putusan Komisi Informasi atau pengadilan"
    ),
    "j": "informasi yang tidak boleh diungkapkan berdasarkan undang-undang",
}


def law_text(letter: str, other_law: str = "") -> str:
    """Return the ground of an exclusion as a finding states it; "" without a letter."""
    if letter not in _WORDS:
        return ""
    text = f"UU 14/2008 Pasal 17 huruf {letter}: {_WORDS[letter]}"
    return f"{text}; {other_law.strip()}" if other_law.strip() else text


def law_texts() -> list[tuple[str, str]]:
    """Return the ground under every letter, to be read beside the form."""
    return [(letter, law_text(letter)) for letter in _WORDS]
