from django.urls import path

from archive.desk.requests import views

urlpatterns = [
    path("", views.requests, name="requests"),
    path("<int:number>/", views.request_sheet, name="request"),
]
