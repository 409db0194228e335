"""Where the public list lives."""

from django.urls import include, path

from dip_app import views

app_name = "dip_app"
urlpatterns = [
    path("", views.item_list, name="list"),
    path("saran/", views.suggestions, name="suggestions"),
    path("", include("dip_app.opendata.list_urls")),
    path("<int:item_id>/", views.item, name="item_number"),
    path("<int:item_id>/<slug:slug>/", views.item, name="item"),
]
