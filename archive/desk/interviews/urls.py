from django.urls import include, path

from archive.desk.interviews import (
    consents,
    contents,
    corroborations,
    editor,
    listening,
    transcripts,
    versions,
    views,
)

TRANSCRIPT = [
    path("", editor.transcript, name="transcript"),
    path("stretch/", editor.stretch, name="transcript_stretch"),
    path("finish/", transcripts.finish, name="transcript_finish"),
    path("discard/", transcripts.discard, name="transcript_discard"),
    path("confirm/", transcripts.confirm, name="transcript_confirm"),
    path("compare/", versions.comparison, name="transcript_compare"),
    path("divide/", versions.divide, name="transcript_divide"),
    path("shares/<int:share>/done/", versions.share_done, name="transcript_share_done"),
    path(
        "confirmations/<int:confirmation>/page", versions.signed_page, name="transcript_signed_page"
    ),
    path("file.<str:format>", transcripts.download, name="transcript_file"),
]

urlpatterns = [
    path("", views.interviews, name="interviews"),
    path("<str:code>/", views.interview, name="interview"),
    path("<str:code>/listen/", listening.ask, name="interview_listen"),
    path("<str:code>/listen/state/", listening.state, name="interview_listening"),
    path("<str:code>/listen/stop/", listening.stop, name="interview_listen_stop"),
    path("<str:code>/contents/", contents.contents, name="interview_contents"),
    path(
        "<str:code>/contents/<int:number>/remove/", contents.remove, name="interview_entry_remove"
    ),
    path(
        "<str:code>/corroborations/",
        corroborations.corroborations,
        name="interview_corroborations",
    ),
    path(
        "<str:code>/corroborations/<int:number>/remove/",
        corroborations.remove,
        name="interview_corroboration_remove",
    ),
    path("<str:code>/consents/new/", consents.give, name="consent_new"),
    path("<str:code>/consents/<int:number>/", consents.withdraw, name="consent"),
    path("<str:code>/consents/<int:number>/form", consents.paper, name="consent_form"),
    path("<str:code>/seals/", consents.seal, name="interview_seal"),
    path("<str:code>/seals/<int:number>/lift/", consents.lift, name="interview_seal_lift"),
    path("<str:code>/transcripts/upload/", transcripts.upload, name="transcript_upload"),
    path("<str:code>/transcripts/begin/", transcripts.begin, name="transcript_begin"),
    path("<str:code>/transcripts/<int:number>/", include(TRANSCRIPT)),
]
