"""Addresses under ``/en/`` and ``/ko/``."""

from django.urls import path

from publications.views import advice, archive, browse, discovery, feeds, home, reading, searching

app_name = "publications"

urlpatterns = [
    path("", home.home, name="home"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("publications/feed.<slug:suffix>", feeds.everything, name="feed"),
    path("<slug:collection>/<text:slug>/feed.<slug:suffix>", feeds.collection, name="collection_feed"),
    path("publications/", browse.publications, name="browse"),
    path("publications/<text:slug>/", reading.report, name="report"),
    path("publications/<text:slug>/full/", reading.full, name="full"),
    path("publications/<text:slug>/v<int:number>/", reading.report, name="edition"),
    path("publications/<text:slug>/v<int:number>/full/", reading.full, name="edition_full"),
    path("publications/<text:slug>/v<int:number>/<text:anchor>/", reading.chapter, name="edition_chapter"),
    path("publications/<text:slug>/<text:anchor>/", reading.chapter, name="chapter"),
    path("search/", searching.searching, name="search"),
    path("archive/", archive.years, name="archive"),
    path("archive/<int:year>/", archive.issued, name="archive_year"),
    path("archive/<int:year>/<int:month>/", archive.issued, name="archive_month"),
    path("recommendations/", advice.recommendations, name="recommendations"),
    path("recommendations.<slug:suffix>", advice.download, name="recommendations_data"),
    path("recommendations/<text:slug>/<text:anchor>/", advice.recommendation, name="recommendation"),
    path("topics/", browse.topics, name="topics"),
    path("topics/<text:slug>/", browse.topic, name="topic"),
    path("centers/<text:slug>/", browse.center, name="center"),
    path("series/<text:slug>/", browse.series, name="series"),
    path("<text:slug>/", home.page, name="page"),
]
