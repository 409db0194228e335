"""Where every page lives; Indonesian paths, each room with its own list."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ppid_portal.operations.views import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ppid_portal.public.urls")),
    path("", include("requests_app.urls")),
    path("", include("objections_app.urls")),
    path("", include("disputes_app.calendar_urls")),
    path("", include("dip_app.opendata.urls")),
    path("", include("dip_app.announcing.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("masuk/", include("ppid_portal.people.urls")),
    path("dip/", include("dip_app.urls")),
    path("berkas/", include("ppid_portal.files.urls")),
    path("laporan-layanan/", include("ppid_portal.reports.annual.urls")),
    path("verifikasi/", include("ppid_portal.letters.urls")),
    path("meja/permohonan/", include("requests_app.desk_urls")),
    path("meja/register/", include("ppid_portal.reports.urls")),
    path("meja/", include("objections_app.desk_urls")),
    path("meja/sengketa/", include("disputes_app.desk_urls")),
    path("meja/", include("dip_app.desk_urls")),
    path("meja/dip/", include("dip_app.documenting.desk_urls")),
    path("meja/dip/kesegaran/", include("dip_app.freshness.desk_urls")),
    path("meja/", include("dip_app.exclusions.desk_urls")),
    path("meja/", include("dip_app.announcing.desk_urls")),
    path("meja/", include("dip_app.announcing.campaign.desk_urls")),
    path("meja/sengketa/", include("disputes_app.evidence_urls")),
    path("meja/dip/", include("dip_app.compiling.desk_urls")),
    path("meja/dip/impor/", include("dip_app.importing.urls")),
    path("meja/naskah-surat/", include("ppid_portal.letters.wording.urls")),
    path("meja/", include("ppid_portal.desk.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
