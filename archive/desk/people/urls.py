from django.urls import path

from archive.desk.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.open_account, name="person_new"),
    path("<int:number>/", views.person, name="person"),
    path("<int:number>/password/", views.password, name="person_password"),
]
