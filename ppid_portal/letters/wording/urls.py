"""Where an administrator words the letters of the body, under /meja/naskah-surat/."""

from django.urls import path

from ppid_portal.letters.wording import views

app_name = "wording"
urlpatterns = [
    path("", views.index, name="index"),
    path("kertas.css", views.paper, name="paper"),
    path("versi/<int:pk>/batal/", views.cancel, name="cancel"),
    path("<slug:kind>/", views.kind_page, name="kind"),
    path("<slug:kind>/pratinjau/", views.preview, name="preview"),
    path("<slug:kind>/<slug:block>/", views.block_page, name="block"),
    path("<slug:kind>/<slug:block>/pratinjau/", views.preview, name="preview_block"),
]
