"""Where evidence files are made and fetched, under /meja/sengketa/."""

from django.urls import path

from disputes_app import evidence_views

app_name = "disputes_evidence"
urlpatterns = [path("<int:pk>/bukti/", evidence_views.page, name="page")]
