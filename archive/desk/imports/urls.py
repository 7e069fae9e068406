from django.urls import path

from archive.desk.imports import views

urlpatterns = [
    path("", views.sheets, name="import"),
    path("template.<str:form>", views.template, name="import_template"),
    path("export.<str:form>", views.export, name="import_export"),
    path("<int:pk>/", views.sheet, name="import_sheet"),
    path("<int:pk>/state/", views.state, name="import_state"),
    path("<int:pk>/report.csv", views.report, name="import_report"),
    path("<int:pk>/run/", views.run, name="import_run"),
    path("<int:pk>/stop/", views.stop, name="import_stop"),
    path("<int:pk>/undo/", views.undo, name="import_undo"),
]
