"""Where every page lives; Indonesian paths, each room with its own list."""

from django.urls import URLPattern, URLResolver, include, path

from ppid_portal.operations.views import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ppid_portal.public.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("masuk/", include("allauth.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
