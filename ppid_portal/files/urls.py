"""Where files are fetched."""

from django.urls import path

from ppid_portal.files import views

app_name = "files"
urlpatterns = [path("<uuid:file_id>/", views.download, name="download")]
