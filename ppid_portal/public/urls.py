"""Addresses of the front page and the guidance pages."""

from django.urls import path

from ppid_portal.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("tata-cara/", views.how, name="how"),
    path("keberatan/", views.objection, name="objection"),
    path("sengketa/", views.dispute, name="dispute"),
    path("maklumat/", views.charter, name="charter"),
    path("biaya/", views.fees, name="fees"),
    path("profil/", views.profile, name="profile"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("privasi/", views.privacy, name="privacy"),
    path("tema.css", views.stylesheet, name="theme"),
    path("logo/", views.logo, name="logo"),
    path("formulir/<slug:key>.pdf", views.paper_form, name="paper_form"),
]
