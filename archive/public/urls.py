from django.urls import include, path

from archive.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", include("archive.public.search.urls")),
    path("records/", views.records, name="records"),
    path("records/<str:code>/", views.record, name="record"),
    path("records/<str:code>/p/<int:number>", views.page, name="page"),
    path("records/<str:code>/t/<int:seconds>", views.moment, name="moment"),
    path("records/<str:code>/", include("archive.public.media.urls")),
    path("collections/<str:code>/", views.collection, name="collection"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("subjects/<slug:slug>/", views.subject, name="subject"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("works/", views.works, name="works"),
    path("works/<str:code>/", views.work, name="work"),
]
