"""Where the office and the units work on the public list and its SOPs, under /meja/."""

from django.urls import path

from dip_app.consequence import views as consequence

app_name = "dip_desk"
urlpatterns = [
    path("uji-konsekuensi/baru/", consequence.new_test, name="new_test"),
    path("uji-konsekuensi/<int:pk>/butir/<int:position>/", consequence.weigh, name="weigh"),
    path(
        "uji-konsekuensi/<int:pk>/pratinjau/<slug:letter>/",
        consequence.preview,
        name="test_preview",
    ),
]
