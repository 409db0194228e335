"""Addresses of the open data beneath that of the list; they join the list's own."""

from django.urls import path

from dip_app.opendata import editions, excluded, exports, feed

urlpatterns = [
    path("unduh/daftar.<slug:kind>", exports.download, name="download"),
    path("unduh/katalog.jsonld", exports.catalogue, name="catalogue"),
    path(
        "edisi/<int:year>/<int:number>/daftar.<slug:kind>",
        editions.download,
        name="edition_download",
    ),
    path("umpan.atom", feed.feed, name="feed"),
    path("dikecualikan/", excluded.excluded_list, name="excluded"),
]
