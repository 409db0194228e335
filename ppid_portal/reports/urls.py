"""Where the registers live, under /meja/register/."""

from django.urls import path

from ppid_portal.reports import views
from ppid_portal.reports.annual import views as annual

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("tahunan/<int:pk>/pratinjau/", annual.preview, name="annual_preview"),
    path("<slug:slug>/", views.register_page, name="register"),
    path("<slug:slug>/unduh/", views.download, name="download"),
]
