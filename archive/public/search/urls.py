from django.urls import path

from archive.public.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
    path("help/", views.help_page, name="search_help"),
]
