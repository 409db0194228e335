"""Where the office looks at drafts of letters of an objection, under /meja/."""

from django.urls import path

from objections_app import desk_views

app_name = "objections_desk"
urlpatterns = [
    path(
        "keberatan/<int:pk>/pratinjau/<slug:letter>/",
        desk_views.preview,
        name="preview",
    ),
]
