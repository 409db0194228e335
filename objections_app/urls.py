"""Where objections are made, followed and keyed in."""

from django.urls import path

from objections_app import counter_views, track_views, views

app_name = "objections_app"
urlpatterns = [
    path("keberatan/baru/", views.page, name="start"),
    path("keberatan/baru/periksa/", views.check, name="check"),
    path("keberatan/baru/hapus-isian/", views.discard, name="discard"),
    path("keberatan/baru/dari/<uuid:public_id>/", views.from_request, name="from_request"),
    path("keberatan/baru/<slug:slug>/", views.page, name="page"),
    path("keberatan/terkirim/", views.sent, name="sent"),
    path("keberatan/berkas/<uuid:public_id>/", track_views.case, name="case"),
    path("keberatan/berkas/<uuid:public_id>/lengkapi/", track_views.complete, name="complete"),
    path("keberatan/berkas/<uuid:public_id>/pesan/", track_views.message, name="message"),
    path("keberatan/berkas/<uuid:public_id>/cabut/", track_views.withdraw, name="withdraw"),
    path(
        "keberatan/berkas/<uuid:public_id>/surat/<uuid:letter_id>/",
        track_views.letter,
        name="letter",
    ),
    path("keberatan/<uuid:public_id>/<str:token>/", track_views.open_link, name="track_link"),
    path("meja/loket/keberatan/", counter_views.counter, name="counter"),
    path("meja/loket/keberatan/<uuid:public_id>/", counter_views.done, name="counter_done"),
]
