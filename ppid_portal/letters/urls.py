"""Verification of letters, under /verifikasi/."""

from django.urls import path

from ppid_portal.letters import views

app_name = "letters"

urlpatterns = [
    path("", views.index, name="verify_index"),
    path("<str:code>/", views.verify, name="verify"),
]
