from django.urls import path

from archive.desk.witnesses import meetings, views

urlpatterns = [
    path("", views.witnesses, name="witnesses"),
    path("units/", views.by_unit, name="witness_units"),
    path("new/", views.enter, name="witness_new"),
    path("appointments/", meetings.board, name="appointments"),
    path("appointments/calendar.ics", meetings.calendar_file, name="appointments_calendar"),
    path("appointments/<int:number>/close/", meetings.close, name="appointment_close"),
    path("campaigns/", meetings.campaigns, name="campaigns"),
    path("campaigns/<int:number>/", meetings.campaign, name="campaign"),
    path("<int:number>/", views.witness, name="witness"),
    path("<int:number>/appoint/", meetings.appoint, name="witness_appoint"),
]
