from django.urls import include, path

from archive.public.authorities import views as authorities
from archive.public.browse import views as browse
from archive.public.my import requests
from archive.public.reading import views as reading
from archive.public.search import within
from archive.public.works import views as works

app_name = "public"
urlpatterns = [
    path("", browse.home, name="home"),
    path("search/", include("archive.public.search.urls")),
    path("my/", include("archive.public.my.urls")),
    path("records/", browse.records, name="records"),
    path("records/<str:code>/", reading.record, name="record"),
    path("records/<str:code>/ask/", requests.ask, name="ask_access"),
    path("records/<str:code>/search/", within.in_record, name="search_in_record"),
    path("records/<str:code>/p/<int:number>", reading.page, name="page"),
    path("records/<str:code>/p/<int:number>/compare", reading.compare, name="compare"),
    path("records/<str:code>/t/<int:seconds>", reading.moment, name="moment"),
    path(
        "records/<str:code>/transcript.<str:format>",
        reading.transcript,
        name="transcript_file",
    ),
    path("records/<str:code>/p/", reading.page_jump, name="page_jump"),
    path("records/<str:code>/", include("archive.public.media.urls")),
    path("records/<str:code>/cite.bib", reading.cite_bibtex, name="cite_bibtex"),
    path("records/<str:code>/cite.ris", reading.cite_ris, name="cite_ris"),
    path("collections/", authorities.collections, name="collections"),
    path("collections/<str:code>/", authorities.collection, name="collection"),
    path("people/", authorities.people, name="people"),
    path("people/<slug:slug>/", authorities.person, name="person"),
    path("bodies/", authorities.bodies, name="bodies"),
    path("bodies/<slug:slug>/", authorities.body, name="body"),
    path("places/", authorities.places, name="places"),
    path("places/<slug:slug>/", authorities.place, name="place"),
    path("subjects/", authorities.subjects, name="subjects"),
    path("subjects/<slug:slug>/", authorities.subject, name="subject"),
    path("events/", authorities.events, name="events"),
    path("events/<slug:slug>/", authorities.event, name="event"),
    path("units/", authorities.units, name="units"),
    path("units/<str:code>/", authorities.unit, name="unit"),
    path("works/", works.works, name="works"),
    path("works/<str:code>/", works.work, name="work"),
    path("chronicle/", works.chronicle, name="chronicle"),
]
