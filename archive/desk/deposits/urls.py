from django.urls import path

from archive.desk.deposits import views

urlpatterns = [
    path("", views.deposits, name="deposits"),
    path("new/", views.new, name="deposit_new"),
    path("<int:pk>/", views.deposit, name="deposit"),
    path("<int:pk>/files/", views.files, name="deposit_files"),
    path("<int:pk>/files/<int:file_pk>/thumbnail", views.thumbnail, name="deposit_thumbnail"),
    path("<int:pk>/record/", views.make_record, name="deposit_record"),
    path("<int:pk>/resume/", views.resume, name="deposit_resume"),
]
