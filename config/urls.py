"""Pages stand under a language, files do not."""

from django.contrib import admin
from django.urls import include, path, register_converter

from config.converters import HashConverter, LanguageConverter, SlugConverter
from publications.views import cards, counting, discovery, downloads, files, home, oai, sitemaps
from publications.views.api import catalogue, works

register_converter(LanguageConverter, "language")
register_converter(SlugConverter, "text")
register_converter(HashConverter, "sha256")

urlpatterns = [
    path("", home.root, name="root"),
    path("healthz", home.health, name="health"),
    path("institute.css", home.colours, name="colours"),
    path("robots.txt", discovery.robots, name="robots"),
    path("llms.txt", discovery.for_language_models, name="llms"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("oai", oai.oai, name="oai"),
    path("api/", catalogue.index, name="api"),
    path("api/openapi.json", catalogue.openapi, name="api_description"),
    path("api/publications/", works.publications, name="api_publications"),
    path("api/publications/<text:slug>/", works.publication, name="api_publication"),
    path("api/recommendations/", works.recommendations, name="api_recommendations"),
    path("api/people/", catalogue.people, name="api_people"),
    path("api/topics/", catalogue.topics, name="api_topics"),
    path("api/<path:rest>/", catalogue.missing, name="api_missing"),
    path("count/<text:slug>/", counting.count, name="count"),
    path("admin/", admin.site.urls),
    path("files/<sha256:sha256>/<str:name>", files.catalogue, name="catalogue_file"),
    path("publications/<text:slug>/files/<sha256:sha256>/<str:name>", files.granted, name="granted_file"),
    path("publications/<text:slug>.png", cards.picture, name="card"),
    path("publications/<text:slug>.<slug:suffix>", downloads.citation, name="citation"),
    path("<language:language>/people/", include("people.urls")),
    path("<language:language>/", include("publications.urls")),
]

handler400 = home.bad_request
handler403 = home.forbidden
handler404 = home.not_found
handler500 = home.failed
