"""Where the office writes and looks at answers, under /meja/permohonan/."""

from django.urls import path

from requests_app import desk_views

app_name = "requests_desk"
urlpatterns = [
    path("<int:pk>/jawaban/", desk_views.answer, name="answer"),
    path("<int:pk>/pratinjau/<slug:letter>/", desk_views.preview, name="preview"),
]
