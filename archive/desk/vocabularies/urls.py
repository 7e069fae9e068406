from django.urls import path

from archive.desk.vocabularies import views

urlpatterns = [
    path("", views.vocabularies, name="vocabularies"),
    path("<slug:name>/", views.vocabulary, name="vocabulary"),
    path("<slug:name>/<slug:code>/", views.term, name="term"),
    path("<slug:name>/<slug:code>/merging/", views.merging, name="term_merging"),
    path("<slug:name>/<slug:code>/merging/stop/", views.stop, name="term_merging_stop"),
]
