"""Where lists are imported: pages of the desk."""

from django.urls import path

from dip_app.importing import views

app_name = "dip_import"
urlpatterns = [
    path("", views.index, name="index"),
    path("kosong/<slug:key>.xlsx", views.empty, name="empty"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/kolom/", views.columns, name="columns"),
    path("<int:pk>/kembar/", views.twins, name="twins"),
    path("<int:pk>/baris/<int:number>/", views.row, name="row"),
    path("<int:pk>/impor/", views.apply, name="apply"),
    path("<int:pk>/buang/", views.discard, name="discard"),
    path("<int:pk>/batalkan/", views.undo, name="undo"),
]
