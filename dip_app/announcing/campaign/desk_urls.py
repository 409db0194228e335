"""Where campaigns are begun and looked at, under /meja/."""

from django.urls import path

from dip_app.announcing.campaign import views

app_name = "campaign_desk"
urlpatterns = [
    path("kampanye/", views.index, name="index"),
    path("kampanye/baru/", views.new, name="new"),
    path("kampanye/<int:pk>/pratinjau/<slug:letter>/", views.preview, name="preview"),
]
