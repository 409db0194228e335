"""Searching the public list, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dip_app.models import InformationItem
from dip_app.search import PAGE_SIZE, Place, backend, search, sql, suggest
from dip_app.search.query import parse
from dip_app.search.spelling import closest, distance
from dip_app.search.words import STOP_WORDS, stem, words
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make, item_fields

pytestmark = pytest.mark.django_db

several = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def titles(text: str = "", **filters: object) -> list[str]:
    ids = [hit.id for hit in search(text, **filters).hits]  # type: ignore[arg-type]
    found = dict(InformationItem.objects.filter(pk__in=ids).values_list("id", "title"))
    return [found[pk] for pk in ids]


# -- what is found -----------------------------------------------------------------------------


def test_it_lists_newest_first_without_a_query(make_item: Make) -> None:
    make_item("Lama")
    make_item("Baru")
    assert titles() == ["Baru", "Lama"]


@pytest.mark.parametrize(
    "text",
    ["laporan", "LAPORAN", "pelaporan", "dilaporkan", "laporannya", "laporan keuangan",
     "keuangan laporan", "uang", '"laporan keuangan"', "laporan yang keuangan", "tahunan"],
)  # fmt: skip
def test_it_finds_words_in_any_indonesian_form(make_item: Make, text: str) -> None:
    make_item("Laporan Keuangan Tahunan")
    make_item("Struktur Organisasi")
    assert titles(text) == ["Laporan Keuangan Tahunan"]


def test_it_wants_every_word(make_item: Make) -> None:
    make_item("Laporan Kinerja")
    make_item("Laporan Keuangan")
    assert titles("laporan kinerja") == ["Laporan Kinerja"]


def test_it_wants_a_phrase_in_its_order(make_item: Make) -> None:
    make_item("Laporan Keuangan")
    make_item("Keuangan dan Laporan Barang")
    assert titles('"laporan keuangan"') == ["Laporan Keuangan"]


def test_it_leaves_out_what_is_excluded(make_item: Make) -> None:
    make_item("Laporan Kinerja")
    make_item("Laporan Keuangan")
    assert titles("laporan -kinerja") == ["Laporan Keuangan"]


@pytest.mark.parametrize("field", ["summary", "topic", "responsible"])
def test_it_searches_all_that_describes_an_item(make_item: Make, field: str) -> None:
    make_item("Lampiran", **{field: "Tentang geospasial nasional"})
    assert titles("geospasial") == ["Lampiran"]


@pytest.mark.parametrize("text", ["14", "2008", "14/2008", "cita", "atau", "TA-2025", "2025"])
def test_it_reads_words_joined_by_signs(make_item: Make, text: str) -> None:
    """Lists are full of "dan/atau", "14/2008" and "cita-cita"."""
    make_item("Naskah UU 14/2008 dan/atau cita-cita <b>TA-2025</b>")
    assert len(titles(text)) == 1


word_text = st.text(
    st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd"], max_codepoint=0x17F)
    | st.sampled_from(" -/.,_&<>'\"():;@#+=~%"),
    min_size=1,
    max_size=40,
)


@several
@given(word_text)
@example("e-KTP/SIM (2025)")
@example("info@ppid.go.id https://ppid.go.id/dip?x=1&y=2")
@example("1e5 -7 +3,14 0x1f")
def test_every_word_of_a_published_title_finds_it(unit: Unit, title: str) -> None:
    item = InformationItem.objects.create(**item_fields(unit, 0, f"Uji {title}"[:300], {}))
    for word in words(item.title):
        if len(word.encode()) < 200 and word.lower() == word.casefold():
            assert item.pk in {hit.id for hit in search(word).hits}, word
    item.delete()


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_it_never_shows_what_is_not_public(make_item: Make, status: str) -> None:
    make_item("Rencana Rahasia", status=status, summary="kata kunci istimewa")
    assert titles() == []
    assert titles("rahasia") == []
    assert titles("rahsia") == []  # nor by a corrected spelling
    assert suggest("rencana rahasia istimewa") == []
    assert search("").count.number == 0


def test_the_index_follows_every_change(make_item: Make) -> None:
    item = make_item("Anggaran Belanja")
    item.title = "Pengadaan Barang"
    item.save()
    assert titles("anggaran") == []
    assert titles("pengadaan") == ["Pengadaan Barang"]
    InformationItem.objects.update(status="withdrawn")
    assert titles("pengadaan") == []
    InformationItem.objects.update(status="published", title="Kepegawaian")
    assert titles("kepegawaian") == ["Kepegawaian"]
    InformationItem.objects.all().delete()
    assert titles("kepegawaian") == []


# -- what people type --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', '"buka saja', "-", "--", "- -x", "-laporan", "*", "lap*", "a OR b", "NOT",
        "NEAR(a b)", "title:x", "{title}", "(", "))((", "' OR 1=1 --", "'; DROP TABLE x; --",
        "%", "%s %(x)s", "\\", "\x00", "a\x00b", "😀", "😀 laporan", "laporan" * 5000,
        "kata " * 5000, "&|!<->:*", "'a' & 'b'", "ａｂｃ", "١٢٣", "é", "ß", "İ", "\u0301", "𝒳",
        "yang dan di", "<script>alert(1)</script>", "a_b", "\ud800",
    ],
)  # fmt: skip
def test_nothing_typed_can_break_it(make_item: Make, text: str) -> None:
    make_item("Laporan Keuangan")
    page = search(text)
    suggest(text)
    assert page.count.number == len(page.hits)
    assert InformationItem.objects.count() == 1


@several
@given(st.text(max_size=80))
def test_no_text_at_all_can_break_it(unit: Unit, text: str) -> None:
    search(text)
    suggest(text)


def test_it_says_when_there_was_nothing_to_look_for(make_item: Make) -> None:
    make_item()
    page = search("😀 !!")
    assert not page.understood
    assert page.hits == []
    assert search("").understood


def test_stop_words_count_only_alone(make_item: Make) -> None:
    make_item("Yang Terhormat")
    make_item("Laporan")
    assert titles("yang") == ["Yang Terhormat"]
    assert titles("laporan yang") == ["Laporan"]


def test_a_failing_search_is_an_error_and_not_an_empty_list(
    make_item: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_item()
    monkeypatch.setattr(sql, "TABLE", "no_such_table")
    monkeypatch.setattr(type(backend()), "ids", lambda *_args: sql.rows("SELECT nothing", []))
    with pytest.raises(DatabaseError):
        search("laporan")


def test_the_text_is_read_up_to_a_bound() -> None:
    query = parse("kata1 " + " ".join(f"w{n}" for n in range(500)))
    assert len(query.terms) == 10


# -- spelling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("retribsi", "retribusi"), ("angagran", "anggaran"), ("keuanagn", "keuangan"),
     ("pengadan", "pengadaan"), ("lapran", "laporan")],
)  # fmt: skip
def test_it_tolerates_a_misspelt_word(make_item: Make, typed: str, meant: str) -> None:
    make_item("Laporan Retribusi")
    make_item("Realisasi Anggaran Keuangan")
    make_item("Pengadaan Barang")
    page = search(typed)
    assert page.corrected == meant
    assert page.hits


def test_it_corrects_only_the_word_that_nobody_uses(make_item: Make) -> None:
    make_item("Laporan Retribusi Daerah")
    page = search("laporan retribsi")
    assert page.corrected == "laporan retribusi"
    assert len(page.hits) == 1


def test_it_does_not_correct_what_is_found(make_item: Make) -> None:
    make_item("Laporan")
    make_item("Lapangan")
    assert search("lapangan").corrected == ""


def test_it_does_not_make_up_a_word(make_item: Make) -> None:
    make_item("Laporan Retribusi")
    page = search("zzzxyz")
    assert (page.hits, page.corrected, page.count.number) == ([], "", 0)
    assert page.count.exact


def test_years_and_short_words_are_not_corrected() -> None:
    assert closest("2024", {"2025": 10}) is None
    assert closest("ktp", {"ktm": 10}) is None


@several
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_of_words_is_symmetric_and_bounded(one: str, other: str) -> None:
    there, back = distance(one, other, 2), distance(other, one, 2)
    assert there == back
    assert (there == 0) == (one == other)
    assert 0 <= there <= 3


# -- filters and counts ------------------------------------------------------------------------


def test_filters_narrow_list_and_count(make_item: Make, unit: Unit) -> None:
    other = Unit.objects.create(code="uji-lain", name="Biro Lain", kind="bureau")
    make_item("Satu", category="immediate")
    make_item("Dua", unit=other)
    make_item("Tiga", made_year=2020)
    make_item("Empat", format="web")
    assert titles(category="immediate") == ["Satu"]
    assert titles(unit=other) == ["Dua"]
    assert titles(year=2020) == ["Tiga"]
    assert titles(format="web") == ["Empat"]
    assert titles(year=2020, format="web") == []
    assert search(unit=other).count.number == 1
    assert search("dua", unit=unit).count.number == 0


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(ValueError, match="category"):
        search(category="nonsense")


def test_counts_stay_exact_up_to_the_cap(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, f"Laporan {n}", {"made_year": 2020 + n % 2}))
        for n in range(1003)
    )
    page = search("laporan")
    assert (page.count.number, page.count.exact) == (1000, False)
    few = search("laporan 7")
    assert few.count.exact
    assert few.count.number == 1
    narrowed = search("laporan", year=2021)
    assert narrowed.count.number == 501
    assert search().count == search(year=None).count
    assert search().count.number == 1003


# -- pages -------------------------------------------------------------------------------------


def walk(text: str = "", limit: int = PAGE_SIZE, **filters: object) -> list[int]:
    """All ids, by following the pages to the end, and back again."""
    forwards: list[int] = []
    marks: list[str] = []
    after = ""
    while True:
        page = search(text, after=after, limit=limit, **filters)  # type: ignore[arg-type]
        forwards += [hit.id for hit in page.hits]
        if not page.after:
            break
        marks.append(page.after)
        after = page.after
    backwards = [hit.id for hit in page.hits]
    while page.before:
        page = search(text, before=page.before, limit=limit, **filters)  # type: ignore[arg-type]
        backwards = [hit.id for hit in page.hits] + backwards
    assert backwards == forwards
    return forwards


@settings(parent=several, max_examples=10)
@given(
    moments=st.lists(st.integers(0, 4), max_size=12),
    limit=st.integers(1, 5),
    text=st.sampled_from(["", "laporan"]),
)
def test_pages_show_each_item_once_and_none_twice(
    unit: Unit, moments: list[int], limit: int, text: str
) -> None:
    """Also when many were published in the same moment, and with microseconds."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    items = [
        InformationItem.objects.create(
            **item_fields(
                unit, 0, "Laporan", {"published_at": start + timedelta(microseconds=moment)}
            )
        )
        for moment in moments
    ]
    expected = sorted(items, key=lambda item: (item.published_at, item.pk), reverse=True)
    assert walk(text, limit) == [item.pk for item in expected]
    InformationItem.objects.all().delete()


@pytest.mark.parametrize("probe", [3, 10_000])
def test_pages_are_complete_whichever_way_the_search_goes(
    unit: Unit, monkeypatch: pytest.MonkeyPatch, probe: int
) -> None:
    """The probe of the newest items and the word index must agree on the order."""
    module = type(backend()).__module__
    monkeypatch.setattr(f"{module}.PROBE", probe)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(f"{module}._RARE", 0)
    InformationItem.objects.bulk_create(
        InformationItem(
            **item_fields(unit, n, "Laporan" if n % 3 == 0 else "Agenda", {"made_year": 2025})
        )
        for n in range(40)
    )
    expected = list(
        InformationItem.objects.filter(title="Laporan").newest_first().values_list("id", flat=True)
    )
    assert walk("laporan", 4) == expected
    assert walk("laporan", 4, year=2025) == expected
    assert walk("laporan", 4, year=2024) == []


def test_a_place_can_be_written_and_read() -> None:
    place = Place(datetime(2026, 3, 1, 10, 0, 0, 123456, tzinfo=UTC), 42)
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", ["x", "1", "1.", ".1", "1.2.3", "-1.2", "٣.1", "9" * 40 + ".1"])
def test_a_broken_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="place"):
        Place.read(text)


# -- highlighting ------------------------------------------------------------------------------


def test_it_marks_found_words_and_escapes_the_rest(make_item: Make) -> None:
    make_item('Laporan <script>alert("x")</script> & "kutip"', summary="pelaporan <img onerror=1>")
    hit = search("laporan").hits[0]
    assert hit.title == (
        "<mark>Laporan</mark> &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; "
        "&quot;kutip&quot;"
    )
    assert hit.summary == "<mark>pelaporan</mark> &lt;img onerror=1&gt;"


@several
@given(st.text(alphabet=st.sampled_from("<>&\"'/ laporan=()"), max_size=60))
def test_no_title_carries_markup_into_a_page(unit: Unit, text: str) -> None:
    item = InformationItem.objects.create(**item_fields(unit, 0, f"laporan {text}", {}))
    marked = str(search("laporan").hits[0].title)
    rest = marked.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
    assert ">" not in rest
    assert '"' not in rest
    item.delete()


def test_a_long_summary_is_cut_around_the_found_word(make_item: Make) -> None:
    make_item("Lampiran", summary="kata lain " * 100 + "geospasial " + "akhir " * 100)
    summary = search("geospasial").hits[0].summary
    assert "<mark>geospasial</mark>" in summary
    assert summary.startswith("… ")
    assert len(summary) < 300


# -- suggestions (F3) --------------------------------------------------------------------------


def test_it_suggests_what_a_long_description_is_about(make_item: Make) -> None:
    make_item("Laporan Realisasi Anggaran Tahun 2025")
    make_item("Daftar Aset Kendaraan Dinas")
    make_item("Struktur Organisasi")
    found = suggest(
        "Dengan hormat, saya mahasiswa yang sedang menyusun skripsi. Mohon salinan dokumen "
        "realisasi anggaran tahun 2025 beserta rinciannya untuk penelitian saya. Terima kasih."
    )
    assert [hit.title for hit in found][:1]
    assert "Realisasi" in found[0].title
    assert all("Struktur" not in hit.title for hit in found)


@pytest.mark.parametrize("text", ["", "   ", "mohon informasi", "2025", "saya ingin tahu yang itu"])
def test_it_suggests_nothing_for_nothing(make_item: Make, text: str) -> None:
    make_item("Laporan Realisasi Anggaran 2025")
    assert suggest(text) == []


def test_one_shared_word_of_many_is_not_enough(make_item: Make) -> None:
    make_item("Gedung Serbaguna")
    assert suggest("jadwal pemeliharaan pompa air gedung bertingkat wilayah timur") == []


def test_it_suggests_at_most_what_was_asked(make_item: Make) -> None:
    for number in range(8):
        make_item(f"Laporan Anggaran {number}")
    assert len(suggest("laporan anggaran", limit=3)) == 3


def test_its_queries_do_not_grow_with_the_description(
    make_item: Make, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_item(f"Laporan Anggaran {number}")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        suggest("laporan anggaran realisasi belanja pegawai kendaraan dinas " * 20)


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "root"),
    [("laporan", "lapor"), ("pelaporan", "lapor"), ("pemerintahan", "perintah"), ("uang", "uang"),
     ("keuangan", "uang"), ("sk", "sk"), ("2025", "2025")],
)  # fmt: skip
def test_it_stems_indonesian(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.postgres
def test_both_databases_stem_alike() -> None:
    """So that a search finds the same on either."""
    text = """
    pemeriksaan pemeliharaan menyampaikan penyimpanan mengirimkan pengiriman memilih pemilihan
    dipertanggungjawabkan berkelanjutan keterbukaan pelajaran belajar bekerja terbuka kebijakan
    pelayanannya disampaikannya perencanaan penganggaran pembelian ketatausahaan kepegawaian
    permohonan pemohon pemberitahuan perpanjangan sengketa keberatan mediasi organisasi informasi
    diumumkan pengumuman penetapan ditetapkan menetapkan ketetapan serta merta kesehatan
    membacakan membahas pembahasan meliputi peliputan menerima penerimaan diterimanya rencana
    """
    chosen = [word for word in words(text) if word not in STOP_WORDS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, ts_lexize('indonesian_stem', word) FROM unnest(%s) word", [chosen]
        )
        found = {word: lexemes[0] for word, lexemes in cursor.fetchall() if lexemes}
    assert found == {word: stem(word) for word in found}
    assert len(found) > 40
