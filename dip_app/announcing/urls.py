"""Where announcements live; their proof stands beside them, at an address of its own."""

from django.urls import path

from dip_app.announcing import feeds, views

app_name = "announcing"
urlpatterns = [
    path("pengumuman/", views.announcements, name="list"),
    path("pengumuman/umpan.atom", feeds.feed, name="feed"),
    path("pengumuman/<int:pk>/", views.one, name="number"),
    path("pengumuman/<int:pk>/<slug:slug>/", views.one, name="one"),
    path("informasi-serta-merta/", views.urgent_page, name="urgent"),
    path("bukti-tayang/pengumuman/<int:pk>/", views.proof, name="proof"),
    path("bukti-tayang/informasi/<int:item_id>/", views.item_proof, name="item_proof"),
    path("sitemap-pengumuman.xml", feeds.sitemap, name="sitemap"),
]
