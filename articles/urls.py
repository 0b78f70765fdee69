"""Addresses that readers know: the list, the published pages, the choice of reader."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.about import PAGES
from articles.audiences import Audience
from articles.views import feeds, people, readers, reading, searching


class AudienceConverter(StringConverter):
    """One of the audiences, and no other word."""

    regex = "|".join(Audience.values)


register_converter(AudienceConverter, "reader")

# The text of an article comes first: it is what nearly every request asks for.
urlpatterns = [
    path("articles/<slug:slug>/<reader:audience>/", reading.article_text, name="article_text"),
    path(
        "articles/<slug:slug>/v<int:number>/<reader:audience>/", reading.article_text, name="article_version"
    ),
    path("articles/<slug:slug>/record/", reading.article_text, name="article_record"),
    path("articles/<slug:slug>/", reading.article, name="article"),
    path("", reading.home, name="home"),
    path("search/", searching.searching, name="search"),
    *(path(f"{name}/", reading.about, {"name": name}, name=name) for name in PAGES),
    path("feed/", feeds.checked, name="feed"),
    path("feed/corrections/", feeds.corrected, name="feed_corrections"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("choose/", reading.choose, name="choose"),
    path("people/<uuid:uid>/", people.contributor, name="contributor"),
    path("topics/", reading.topic_list, name="topics"),
    path("topics/<slug:slug>/", reading.topic, name="topic"),
    path("ask/", readers.ask, name="ask"),
    path("report/", readers.report, name="report"),
]
