from django.urls import include, path

from archive.desk.pages import editor, views

PAGE = [
    path("", editor.edit, name="page_text"),
    path("draft/", editor.keep_draft, name="page_text_draft"),
    path("check/", editor.check, name="page_text_check"),
    path("by-hand/", editor.mark_by_hand, name="page_text_by_hand"),
    path("versions/", views.versions, name="page_text_versions"),
]

urlpatterns = [
    path("", views.work_list, name="page_texts"),
    path("<str:code>/<int:number>/", include(PAGE)),
]
