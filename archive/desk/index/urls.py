from django.urls import path

from archive.desk.index import views

urlpatterns = [
    path("", views.overview, name="index"),
    path("state/", views.state, name="index_state"),
    path("begin/", views.begin, name="index_begin"),
    path("stop/", views.stop, name="index_stop"),
]
