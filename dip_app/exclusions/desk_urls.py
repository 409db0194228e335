"""Where staff look at excluded information, under /meja/."""

from django.urls import path

from dip_app.exclusions import desk_views

app_name = "exclusions_desk"
urlpatterns = [
    path("register/dikecualikan/kalender/", desk_views.calendar_page, name="calendar"),
    path(
        "dikecualikan/<int:pk>/pratinjau/laporan/", desk_views.report_preview, name="report_preview"
    ),
    path(
        "dikecualikan/<int:pk>/pratinjau/keputusan/",
        desk_views.decree_preview,
        name="decree_preview",
    ),
]
