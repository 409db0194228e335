"""Where the pages of the desk live, under /meja/."""

from django.urls import path

from ppid_portal.desk.views import (
    approvals,
    attention,
    case,
    chain,
    deliveries,
    home,
    replacing,
    search,
    signing,
    withdrawing,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("tugas/<int:pk>/ambil/", home.take, name="take"),
    path("tugas/<int:pk>/lepas/", home.release, name="release"),
    path("berkas/<int:pk>/", case.case, name="case"),
    path("berkas/<int:pk>/pemohon/", case.applicant, name="applicant"),
    path("berkas/<int:pk>/penyampaian/", deliveries.deliveries, name="deliveries"),
    path(
        "berkas/<int:pk>/penyampaian/<int:delivery>/tanda-terima/",
        deliveries.handover_sheet,
        name="handover_sheet",
    ),
    path("berkas/<int:pk>/pesan/", case.say, {"direction": "to_applicant"}, name="message"),
    path("berkas/<int:pk>/catatan/", case.say, {"direction": "internal"}, name="note"),
    path("rangkaian/<int:pk>/", chain.chain, name="chain"),
    path("surat/<int:pk>/", case.letter, name="letter"),
    path("surat/<int:pk>/tanda-tangan/", signing.sign, name="sign"),
    path("surat/<int:pk>/tarik/", withdrawing.withdraw, name="withdraw_letter"),
    path("surat/<int:pk>/pengganti/", replacing.replace, name="replace_letter"),
    path("surat/<int:pk>/pengganti/pratinjau/", replacing.preview, name="replace_preview"),
    path("persetujuan/", approvals.queue, name="approvals"),
    path("persetujuan/<int:pk>/", approvals.approval, name="approval"),
    path("cari/", search.search, name="search"),
    path("perhatian/", attention.attention, name="attention"),
    path("pemberitahuan/<int:pk>/kirim-ulang/", attention.send_again, name="resend"),
]
