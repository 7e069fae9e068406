from django.urls import path

from archive.desk.reports import fixity, renewals, views

urlpatterns = [
    path("", views.review, name="reports"),
    path("fixity/", fixity.report, name="report_fixity"),
    path("fixity/state/", fixity.state, name="fixity_state"),
    path("fixity/begin/", fixity.begin, name="fixity_begin"),
    path("fixity/<int:number>/stop/", fixity.stop, name="fixity_stop"),
    path("renewals/", renewals.report, name="report_renewals"),
    path("renewals/state/", renewals.state, name="renewal_state"),
    path("renewals/begin/", renewals.begin, name="renewal_begin"),
    path("renewals/<int:number>/stop/", renewals.stop, name="renewal_stop"),
    path("review.docx", views.review_docx, name="report_review"),
]
