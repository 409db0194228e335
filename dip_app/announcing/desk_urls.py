"""Where the office writes announcements and looks after them, under /meja/."""

from django.urls import path

from dip_app.announcing import desk_views

app_name = "announcing_desk"
urlpatterns = [
    path("pengumuman/", desk_views.index, name="index"),
    path("pengumuman/baru/", desk_views.new, name="new"),
    path("pengumuman/<int:pk>/pratinjau/", desk_views.preview, name="preview"),
]
