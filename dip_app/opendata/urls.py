"""Addresses of the open data that stand at the root: the API and what search engines read."""

from django.urls import path

from dip_app.opendata import api, sitemaps

app_name = "opendata"
urlpatterns = [
    path("api/v1/", api.home, name="home"),
    path("api/v1/informasi/", api.items, name="items"),
    path("api/v1/informasi/<int:item_id>/", api.item, name="item"),
    path("api/v1/kategori/", api.categories, name="categories"),
    path("api/v1/unit/", api.units, name="units"),
    path("api/v1/dikecualikan/", api.exclusions, name="exclusions"),
    path("api/v1/meta/", api.meta, name="meta"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-halaman.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("sitemap-dip-<int:number>.xml", sitemaps.sitemap_items, name="sitemap_items"),
]
