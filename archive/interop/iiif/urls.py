from django.urls import path

from archive.interop.iiif import image, presentation

app_name = "iiif"
urlpatterns = [
    path("image/3/<str:image>", image.base, name="base"),
    path("image/3/<str:image>/info.json", image.info, name="info"),
    path(
        "image/3/<str:image>/<str:region>/<str:size>/<str:rotation>/<str:name>",
        image.picture,
        name="picture",
    ),
    path("presentation/3/<str:code>/manifest", presentation.manifest, name="manifest"),
    path("presentation/3/collections/<str:code>", presentation.collection, name="collection"),
    path("presentation/3/<str:code>/p/<int:number>/text", presentation.page_text, name="page_text"),
    path(
        "presentation/3/<str:code>/transcripts/<str:key>",
        presentation.transcript,
        name="transcript",
    ),
    path("search/2/<str:code>", presentation.search, name="search"),
]
