from django.urls import path

from archive.desk.works import sources, views

urlpatterns = [
    path("", views.works, name="works"),
    path("new/", views.register, name="work_new"),
    path("<str:code>/", views.work, name="work"),
    path("<str:code>/describe/", views.describe, name="work_describe"),
    path("<str:code>/advance/", views.advance, name="work_advance"),
    path("<str:code>/legacy/", views.legacy, name="work_legacy"),
    path("<str:code>/manuscript/", views.manuscript, name="work_manuscript"),
    path("<str:code>/manuscript/<int:version>/", views.read, name="work_read"),
    path("<str:code>/compiler/", views.compiler, name="work_compiler"),
    path("<str:code>/cite/", views.cite, name="work_cite"),
    path("<str:code>/sources.docx", sources.word, name="work_sources"),
    path("<str:code>/sources.csv", sources.table, name="work_sources_csv"),
    path("<str:code>/code/", views.change_code, name="work_code"),
    path("<str:code>/show/", views.show, name="work_show"),
]
