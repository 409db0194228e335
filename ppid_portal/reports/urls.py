"""Where the registers live, under /meja/register/."""

from django.urls import path

from ppid_portal.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.register_page, name="register"),
    path("<slug:slug>/unduh/", views.download, name="download"),
]
