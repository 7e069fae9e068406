from django.urls import path

from archive.desk.reports import fixity, views

urlpatterns = [
    path("", views.review, name="reports"),
    path("fixity/", fixity.report, name="report_fixity"),
    path("review.docx", views.review_docx, name="report_review"),
]
