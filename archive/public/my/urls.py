from django.urls import path

from archive.public.my import exports, feeds, lists, requests, searches, sharing

urlpatterns = [
    path("", lists.overview, name="my"),
    path("keep/", lists.keep, name="keep"),
    path("lists/new/", lists.new, name="new_list"),
    path("lists/<int:number>/", lists.reading_list, name="reading_list"),
    path("lists/<int:number>/drop/", lists.drop, name="drop_list"),
    path("lists/<int:number>/places/<int:place>/", lists.change_place, name="listed_place"),
    path("lists/<int:number>/export/<str:form>", exports.citations, name="list_export"),
    path("lists/<int:number>/share/", sharing.share, name="share_list"),
    path("shared/<str:key>/", sharing.shared_list, name="shared_list"),
    path("shared/<str:key>/export/<str:form>", sharing.shared_citations, name="shared_export"),
    path("searches/new/", searches.save, name="save_search"),
    path("searches/<int:number>/", searches.saved_search, name="saved_search"),
    path("searches/<int:number>/feed/", searches.change_feed, name="search_feed"),
    path("searches/<int:number>/drop/", searches.drop, name="drop_search"),
    path("requests/", requests.own_requests, name="requests"),
    path("requests/<int:number>/take-back/", requests.take_back, name="take_back_request"),
    path("feeds/<str:key>.atom", feeds.feed, name="saved_search_feed"),
    path("letters/stop/<str:token>/", searches.stop_letters, name="stop_letters"),
]
