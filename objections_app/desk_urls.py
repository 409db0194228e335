"""Where the office looks at objections, under /meja/: the register, and drafts of letters."""

from django.urls import path

from objections_app import desk_views

app_name = "objections_desk"
urlpatterns = [
    path("register/keberatan/", desk_views.register_page, name="register"),
    path("register/keberatan/csv/", desk_views.register_csv, name="register_csv"),
    path(
        "keberatan/<int:pk>/pratinjau/<slug:letter>/",
        desk_views.preview,
        name="preview",
    ),
]
