"""Where the office opens the file of a dispute, under /meja/sengketa/."""

from django.urls import path

from disputes_app import opening_views

app_name = "disputes_desk"
urlpatterns = [path("baru/", opening_views.new, name="new")]
