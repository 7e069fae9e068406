from django.urls import path

from archive.desk.reports import views

urlpatterns = [
    path("", views.review, name="reports"),
    path("review.docx", views.review_docx, name="report_review"),
]
