from django.urls import include, path

from archive.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("collections/", include("archive.desk.collections.urls")),
    path("deposits/", include("archive.desk.deposits.urls")),
    path("import/", include("archive.desk.imports.urls")),
    path("index/", include("archive.desk.index.urls")),
    path("interviews/", include("archive.desk.interviews.urls")),
    path("names/", include("archive.desk.authorities.urls")),
    path("pages/", include("archive.desk.pages.urls")),
    path("people/", include("archive.desk.people.urls")),
    path("requests/", include("archive.desk.requests.urls")),
    path("vetting/", include("archive.desk.vetting.urls")),
    path("records/selection/", include("archive.desk.selection.urls")),
    path("vocabularies/", include("archive.desk.vocabularies.urls")),
    path("witnesses/", include("archive.desk.witnesses.urls")),
    path("papers/", include("archive.desk.papers.urls")),
    path("works/", include("archive.desk.works.urls")),
    path("reports/", include("archive.desk.reports.urls")),
    path("records/", include("archive.desk.records.urls")),
]
