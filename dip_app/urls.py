"""Where the public list lives."""

from django.urls import include, path

from dip_app import views
from dip_app.editions import views as editions

app_name = "dip_app"
urlpatterns = [
    path("", views.item_list, name="list"),
    path("saran/", views.suggestions, name="suggestions"),
    path("", include("dip_app.opendata.list_urls")),
    path("edisi/", editions.editions, name="editions"),
    path("edisi/<int:year>/<int:number>/", editions.edition, name="edition"),
    path("edisi/<int:year>/<int:number>/perubahan/", editions.changes, name="edition_changes"),
    path("<int:item_id>/", views.item, name="item_number"),
    path("<int:item_id>/<slug:slug>/", views.item, name="item"),
]
