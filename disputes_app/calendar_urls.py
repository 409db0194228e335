"""Where the calendar of hearings is: a page of the desk, and a feed behind a secret address."""

from django.urls import path

from disputes_app import calendar_views

app_name = "disputes_calendar"
urlpatterns = [
    path("meja/kalender/", calendar_views.page, name="page"),
    path("meja/kalender/tautan/", calendar_views.renew, name="renew"),
    path("kalender/<slug:token>.ics", calendar_views.feed, name="feed"),
]
