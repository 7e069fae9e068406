from django.urls import path

from archive.public.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
    path("results.csv", views.results_csv, name="search_csv"),
    path("help/", views.help_page, name="search_help"),
]
