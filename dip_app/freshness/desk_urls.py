"""Where the office and the units see how fresh the list is, under /meja/dip/kesegaran/."""

from django.urls import path

from dip_app.freshness import desk_views

app_name = "freshness"
urlpatterns = [
    path("", desk_views.units, name="units"),
    path("informasi/", desk_views.items, name="items"),
    path("informasi/<int:pk>/", desk_views.item, name="item"),
]
