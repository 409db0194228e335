"""Where everybody reads the yearly reports, under /laporan-layanan/."""

from django.urls import path

from ppid_portal.reports.annual import views

app_name = "yearly"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>.pdf", views.pdf, name="pdf"),
]
