from django.urls import path

from archive.desk.reports import fixity, views

urlpatterns = [
    path("", views.review, name="reports"),
    path("fixity/", fixity.report, name="report_fixity"),
    path("fixity/begin/", fixity.begin, name="fixity_begin"),
    path("fixity/<int:number>/stop/", fixity.stop, name="fixity_stop"),
    path("review.docx", views.review_docx, name="report_review"),
]
