from django.urls import path

from archive.interop.iiif import image

app_name = "iiif"
urlpatterns = [
    path("image/3/<str:image>", image.base, name="base"),
    path("image/3/<str:image>/info.json", image.info, name="info"),
    path(
        "image/3/<str:image>/<str:region>/<str:size>/<str:rotation>/<str:name>",
        image.picture,
        name="picture",
    ),
]
