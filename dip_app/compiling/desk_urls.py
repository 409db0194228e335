"""Where the list is made, under /meja/."""

from django.urls import path

from dip_app.compiling import views

app_name = "list_desk"
urlpatterns = [
    path("putaran/", views.rounds, name="rounds"),
    path("putaran/baru/", views.new_round, name="new_round"),
    path("putaran/<int:pk>/telaah/", views.review, name="review"),
    path("putaran/<int:pk>/telaah/<int:row_id>/", views.review_row, name="review_row"),
    path("putaran/<int:pk>/pratinjau/<slug:letter>/", views.preview, name="preview"),
    path("usulan/<int:pk>/", views.rows, name="rows"),
    path("usulan/<int:pk>/baris/baru/", views.row, name="new_row"),
    path("usulan/<int:pk>/baris/<int:row_id>/", views.row, name="row"),
]
