from django.urls import path

from archive.public.media import views

urlpatterns = [
    path("thumbnail", views.thumbnail, name="thumbnail"),
    path("p/<int:number>/image", views.page_image, name="page_image"),
    path("p/<int:number>/thumbnail", views.page_thumbnail, name="page_thumbnail"),
    path("p/<int:number>/alto.xml", views.page_alto, name="page_alto"),
    path("recordings/<int:part>/audio", views.audio, name="audio"),
    path("recordings/<int:part>/peaks.json", views.peaks, name="peaks"),
    path("recordings/<int:part>/film", views.film, name="film"),
    path("recordings/<int:part>/poster", views.poster, name="poster"),
    path("pdf", views.pdf, name="pdf"),
    path("masters/<str:digest>", views.master, name="master"),
]
