from django.urls import path

from archive.desk.records import failing, history, paging, releasing, replacing, views

urlpatterns = [
    path("", views.records, name="records"),
    path("new/", views.register, name="record_new"),
    path("suggest/units/", views.suggest_units, name="suggest_units"),
    path("suggest/collections/", views.suggest_collections, name="suggest_collections"),
    path("<str:code>/", views.record, name="record"),
    path("<str:code>/describe/", views.describe, name="record_describe"),
    path("<str:code>/draft/", views.keep_draft, name="record_draft"),
    path("<str:code>/code/", views.change_code, name="record_code"),
    path("<str:code>/pages/", paging.pages, name="record_pages"),
    path("<str:code>/pages/take-out/", paging.take_out, name="record_page_take_out"),
    path("<str:code>/pages/put-back/", paging.put_back, name="record_page_put_back"),
    path("<str:code>/pages/<int:number>/replace/", replacing.replace, name="record_page_replace"),
    path("<str:code>/unmade/", failing.unmade, name="record_unmade"),
    path("<str:code>/unmade/<int:number>/again/", failing.again, name="record_try_again"),
    path("<str:code>/release/", releasing.release, name="record_release"),
    path("<str:code>/withdraw/", releasing.withdraw, name="record_withdraw"),
    path("<str:code>/restore/<int:entry>/", history.restore, name="record_restore"),
    path("<str:code>/history/", history.history, name="record_history"),
]
