"""Words of an Indonesian text: cut, folded, stemmed, and which of them carry no meaning.

Both databases search by the same words. PostgreSQL stems with its own `indonesian` configuration
(Snowball); SQLite has no Indonesian stemmer, so the same algorithm lives here and is given to
SQLite as a function. Highlighting and spelling use it on both.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")

# Words that stand in nearly every sentence. A search drops them while another word remains.
_STOP_WORDS = """
    ada adalah agar akan antara apa apakah atas atau bagi bagaimana bahwa beberapa berapa berikut
    bila bisa boleh bukan dalam dan dapat dari daripada demi dengan di dia guna hal hanya hingga
    ialah ini itu jadi jika juga kalau kami kapan karena ke kepada ketika kita lain lalu lebih maka
    mana masih mau melalui mengapa mengenai mereka merupakan milik namun oleh pada para per pernah
    perlu pun saat saja salah sampai sangat saya sebagai sebagaimana sebuah secara sedang sehingga
    sejak sekitar selama seluruh semua seperti serta setiap siapa sini suatu sudah supaya tanpa
    tapi telah tentang terhadap terkait tersebut tetapi tiap tidak untuk yaitu yakni yang
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# What people write around what they ask for; of no use in finding it.
_REQUEST_WORDS = """
    bapak berhak berkas bermaksud bersedia copy diminta dimohon dokumen file fotokopi hak
    hormat ibu informasi ingin kasih kebutuhan keperluan keterangan kopi meminta memohon
    memperoleh mendapatkan mengetahui menyampaikan meliputi minta mohon pemohon penelitian
    permintaan permohonan publik rincian rinci salinan skripsi softcopy hardcopy sebutkan silakan
    soft terima terlampir tolong tujuan
"""
REQUEST_WORDS = frozenset(_REQUEST_WORDS.split())

_VOWELS = frozenset("aeiou")


def words(text: str) -> list[str]:
    """The words of a text in their order, lower case; digits count as words."""
    return [_folded(match.group()) for match in _WORD.finditer(text)]


def spans(text: str) -> list[tuple[int, int, str]]:
    """Each word with where it starts and ends in the text, for marking it."""
    return [(m.start(), m.end(), _folded(m.group())) for m in _WORD.finditer(text)]


def _folded(word: str) -> str:
    # Python alone lowers "İ" to two characters; both databases make it an "i".
    return word.lower().replace("\u0307", "")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case Indonesian word, by the Snowball (Tala) algorithm.

    Words of fewer than three vowels stay as they are; so do words that are not Indonesian.
    """
    measure = sum(letter in _VOWELS for letter in word)
    if measure <= 2:
        return word
    for particle in ("kah", "lah", "pun"):
        if word.endswith(particle):
            word, measure = word[: -len(particle)], measure - 1
            break
    if measure <= 2:
        return word
    for pronoun in ("nya", "ku", "mu"):
        if word.endswith(pronoun):
            word, measure = word[: -len(pronoun)], measure - 1
            break
    if measure <= 2:
        return word
    shorter, measure_left, prefix = _first_prefix(word, measure)
    if prefix:
        if measure_left > 2:
            cut, after = _suffix(shorter, measure_left, prefix)
            # A letter restored behind the prefix (pemerintah → perintah) belongs to the stem.
            if cut != shorter and after > 2 and word.endswith(shorter):
                return _second_prefix(cut, after)[0]
            if cut != shorter:
                return cut
        return shorter
    shorter, measure_left, prefix = _second_prefix(word, measure)
    if measure_left > 2:
        shorter, measure_left = _suffix(shorter, measure_left, prefix)
    return shorter


def _first_prefix(word: str, measure: int) -> tuple[str, int, int]:
    following = word[4:5]
    if word.startswith(("meny", "peny")) and following in _VOWELS and following:
        return "s" + word[4:], measure - 1, 1 if word[0] == "m" else 3
    if word.startswith(("meng", "peng")):
        return word[4:], measure - 1, 1 if word[0] == "m" else 3
    if word.startswith(("mem", "pem")):
        rest = word[3:]
        if rest[:1] in _VOWELS and rest:
            rest = "p" + rest
        return rest, measure - 1, 1 if word[0] == "m" else 3
    if word.startswith(("men", "pen")):
        return word[3:], measure - 1, 1 if word[0] == "m" else 3
    if word.startswith("ter"):
        return word[3:], measure - 1, 1
    if word.startswith(("di", "me")):
        return word[2:], measure - 1, 1
    if word.startswith("ke"):
        return word[2:], measure - 1, 3
    return word, measure, 0


def _second_prefix(word: str, measure: int) -> tuple[str, int, int]:
    if word.startswith("pelajar"):
        return word[3:], measure - 1, 2
    if word.startswith("belajar"):
        return word[3:], measure - 1, 4
    if word.startswith("per"):
        return word[3:], measure - 1, 2
    if word.startswith("pe"):
        return word[2:], measure - 1, 2
    if word.startswith("ber"):
        return word[3:], measure - 1, 4
    if word.startswith("be") and word[2:3] not in _VOWELS and word[3:5] == "er":
        return word[2:], measure - 1, 4
    return word, measure, 0


def _suffix(word: str, measure: int, prefix: int) -> tuple[str, int]:
    if word.endswith("kan") and prefix not in (2, 3):
        return word[:-3], measure - 1
    if word.endswith("an") and prefix != 1:
        return word[:-2], measure - 1
    if word.endswith("i") and prefix <= 2 and not word.endswith("si"):
        return word[:-1], measure - 1
    return word, measure
