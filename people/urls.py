"""Addresses under ``/en/people/`` and ``/ko/people/``."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("", views.people, name="people"),
    path("<text:slug>/", views.person, name="person"),
]
