from django.urls import path

from archive.desk.papers import views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("<str:kind>.docx", views.blank, name="paper_blank"),
    path("interviews/<str:code>/<str:kind>.docx", views.for_record, name="interview_paper"),
    path("witnesses/<int:number>.docx", views.for_witness, name="witness_paper"),
]
