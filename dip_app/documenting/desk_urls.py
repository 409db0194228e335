"""Where the office and the units document public information, under /meja/dip/."""

from django.urls import path

from dip_app.documenting import desk_views

app_name = "documenting"
urlpatterns = [
    path("pendokumentasian/baru/", desk_views.begin, name="begin"),
    path("pendokumentasian/<int:pk>/butir/", desk_views.items, name="items"),
    path("pendokumentasian/<int:pk>/butir/<int:item_id>/", desk_views.item, name="item"),
    path("pendokumentasian/<int:pk>/pratinjau/<slug:letter>/", desk_views.preview, name="preview"),
    path("arsip/", desk_views.archive_list, name="archive"),
    path("arsip/csv/", desk_views.archive_csv, name="archive_csv"),
    path("arsip/usul/", desk_views.propose, name="propose"),
]
