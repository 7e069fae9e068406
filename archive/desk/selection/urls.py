from django.urls import path

from archive.desk.selection import views

urlpatterns = [path("", views.edit_selection, name="selection")]
