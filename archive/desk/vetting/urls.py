from django.urls import path

from archive.desk.vetting import acts, meeting, papers, procedures, reading, views

urlpatterns = [
    path("", views.board, name="vetting"),
    path("tasks/", views.tasks, name="vetting_tasks"),
    path("statistics/", views.statistics, name="vetting_statistics"),
    path("procedures/", procedures.procedures, name="vetting_procedures"),
    path("procedures/bodies/new/", procedures.competence, name="vetting_competence"),
    path(
        "procedures/<str:code>/<int:version>/",
        procedures.procedure,
        name="vetting_procedure",
    ),
    path(
        "procedures/<str:code>/<int:version>/edit/",
        procedures.edit,
        name="vetting_procedure_edit",
    ),
    path("submit/record/<str:code>/", acts.submit_record, name="vetting_submit_record"),
    path("submit/work/<str:code>/", papers.submit_work, name="vetting_submit_work"),
    path("rounds/<str:code>/", views.round_page, name="vetting_round"),
    path("rounds/<str:code>/papers/", papers.papers, name="vetting_papers"),
    path("rounds/<str:code>/papers/<int:number>/", papers.paper_file, name="vetting_paper"),
    path("rounds/<str:code>/complete/", papers.complete_work, name="vetting_complete"),
    path("rounds/<str:code>/obstacle/", papers.obstacle, name="vetting_obstacle"),
    path("rounds/<str:code>/report.docx", papers.report, name="vetting_report"),
    path("rounds/<str:code>/dossier.zip", papers.dossier, name="vetting_dossier"),
    path("rounds/<str:code>/read/", reading.read, name="vetting_read"),
    path("rounds/<str:code>/read/<int:number>/drop/", reading.drop, name="vetting_drop"),
    path("rounds/<str:code>/opinion/", acts.opinion, name="vetting_opinion"),
    path("rounds/<str:code>/council/", acts.council, name="vetting_council"),
    path("rounds/<str:code>/replace/", acts.replace, name="vetting_replace"),
    path("rounds/<str:code>/meeting/", meeting.meeting, name="vetting_meeting"),
    path("rounds/<str:code>/ballot/", meeting.ballot, name="vetting_ballot"),
    path("rounds/<str:code>/conclude/", acts.conclude, name="vetting_conclude"),
    path("rounds/<str:code>/answers/", meeting.answers, name="vetting_answers"),
    path("rounds/<str:code>/answers/<int:number>/", meeting.answer, name="vetting_answer"),
    path("rounds/<str:code>/resubmit/", meeting.resubmit, name="vetting_resubmit"),
    path("rounds/<str:code>/document/", meeting.document, name="vetting_document"),
    path("rounds/<str:code>/compare/", meeting.compare, name="vetting_compare"),
    path("rounds/<str:code>/do/<slug:word>/", acts.plain, name="vetting_do"),
]
