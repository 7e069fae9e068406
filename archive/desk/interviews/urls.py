from django.urls import include, path

from archive.desk.interviews import consents, editor, transcripts, views

TRANSCRIPT = [
    path("", editor.transcript, name="transcript"),
    path("stretch/", editor.stretch, name="transcript_stretch"),
    path("finish/", transcripts.finish, name="transcript_finish"),
    path("discard/", transcripts.discard, name="transcript_discard"),
    path("confirm/", transcripts.confirm, name="transcript_confirm"),
    path("file.<str:format>", transcripts.download, name="transcript_file"),
]

urlpatterns = [
    path("", views.interviews, name="interviews"),
    path("<str:code>/", views.interview, name="interview"),
    path("<str:code>/consents/new/", consents.give, name="consent_new"),
    path("<str:code>/consents/<int:number>/", consents.withdraw, name="consent"),
    path("<str:code>/consents/<int:number>/form", consents.paper, name="consent_form"),
    path("<str:code>/seals/", consents.seal, name="interview_seal"),
    path("<str:code>/seals/<int:number>/lift/", consents.lift, name="interview_seal_lift"),
    path("<str:code>/transcripts/upload/", transcripts.upload, name="transcript_upload"),
    path("<str:code>/transcripts/begin/", transcripts.begin, name="transcript_begin"),
    path("<str:code>/transcripts/<int:number>/", include(TRANSCRIPT)),
]
