from django.urls import path

from archive.desk.vetting import acts, views

urlpatterns = [
    path("", views.board, name="vetting"),
    path("procedures/", views.procedures, name="vetting_procedures"),
    path("procedures/<str:code>/<int:version>/", views.procedure, name="vetting_procedure"),
    path("submit/record/<str:code>/", acts.submit_record, name="vetting_submit_record"),
    path("rounds/<str:code>/", views.round_page, name="vetting_round"),
    path("rounds/<str:code>/opinion/", acts.opinion, name="vetting_opinion"),
    path("rounds/<str:code>/council/", acts.council, name="vetting_council"),
    path("rounds/<str:code>/replace/", acts.replace, name="vetting_replace"),
    path("rounds/<str:code>/conclude/", acts.conclude, name="vetting_conclude"),
    path("rounds/<str:code>/do/<slug:word>/", acts.plain, name="vetting_do"),
]
