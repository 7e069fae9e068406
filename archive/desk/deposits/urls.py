from django.urls import path

from archive.desk.deposits import tus, views

urlpatterns = [
    path("", views.deposits, name="deposits"),
    path("new/", views.new, name="deposit_new"),
    path("<int:pk>/", views.deposit, name="deposit"),
    path("<int:pk>/files/", views.files, name="deposit_files"),
    path("<int:pk>/files/<int:file_pk>/thumbnail", views.thumbnail, name="deposit_thumbnail"),
    path("<int:pk>/files/<int:file_pk>/again/", views.again, name="deposit_try_again"),
    path("<int:pk>/uploads/", tus.uploads, name="deposit_uploads"),
    path("<int:pk>/uploads/<uuid:token>", tus.upload, name="deposit_upload"),
    path("<int:pk>/record/", views.make_record, name="deposit_record"),
    path("<int:pk>/resume/", views.resume, name="deposit_resume"),
]
