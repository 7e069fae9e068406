from django.urls import path

from archive.desk.collections import views

urlpatterns = [
    path("", views.collections, name="collections"),
    path("new/", views.open_collection, name="collection_new"),
    path("<str:code>/", views.collection, name="collection"),
    path("<str:code>/describe/", views.describe, name="collection_describe"),
    path("<str:code>/limit/", views.limit, name="collection_limit"),
    path("<str:code>/move/", views.move, name="collection_move"),
]
