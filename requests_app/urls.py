"""Where requests are made, followed and keyed in."""

from django.urls import path

from requests_app import counter_views, track_views, views

app_name = "requests_app"
urlpatterns = [
    path("permohonan/baru/", views.page, name="start"),
    path("permohonan/baru/periksa/", views.check, name="check"),
    path("permohonan/baru/saran/", views.suggestions, name="suggestions"),
    path("permohonan/baru/hapus-isian/", views.discard, name="discard"),
    path("permohonan/baru/<slug:slug>/", views.page, name="page"),
    path("permohonan/terkirim/", views.sent, name="sent"),
    path("lacak/", track_views.track, name="track"),
    path("lacak/kirim-kode/", track_views.send_code, name="send_code"),
    path("lacak/kirim-kode/terkirim/", track_views.code_sent, name="code_sent"),
    path("lacak/berkas/<uuid:public_id>/", track_views.case, name="case"),
    path("lacak/berkas/<uuid:public_id>/lengkapi/", track_views.complete, name="complete"),
    path("lacak/berkas/<uuid:public_id>/jawab/", track_views.answer, name="answer"),
    path("lacak/berkas/<uuid:public_id>/pesan/", track_views.message, name="message"),
    path("lacak/berkas/<uuid:public_id>/cabut/", track_views.withdraw, name="withdraw"),
    path("lacak/berkas/<uuid:public_id>/kirim-ulang/", track_views.resend, name="resend"),
    path(
        "lacak/berkas/<uuid:public_id>/surat/<uuid:letter_id>/",
        track_views.letter,
        name="letter",
    ),
    path("lacak/<uuid:public_id>/<str:token>/", track_views.open_link, name="track_link"),
    path("meja/loket/", counter_views.counter, name="counter"),
    path("meja/loket/<uuid:public_id>/", counter_views.done, name="counter_done"),
]
