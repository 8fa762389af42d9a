from publications.models.chapter import Chapter
from publications.models.classification import Kind, Series, Synonym, Topic, TopicOfPublication
from publications.models.contribution import Contribution, ContributorRole
from publications.models.edition import (
    Edition,
    EditionContribution,
    EditionFile,
    EditionQuerySet,
    EditionRecommendation,
)
from publications.models.institute import Featured, Institute, Page, Redirect
from publications.models.media import Attachment, Figure, Picture
from publications.models.publication import Publication, PublicationQuerySet
from publications.models.readership import CountingDay, DailyViews, Readership, VisitMark
from publications.models.recommendation import Audience, Recommendation, RecommendationGroup
from publications.models.related import RelatedEdition
from publications.models.revision import Revision

__all__ = [
    "Attachment",
    "Audience",
    "Chapter",
    "Contribution",
    "ContributorRole",
    "CountingDay",
    "DailyViews",
    "Edition",
    "EditionContribution",
    "EditionFile",
    "EditionQuerySet",
    "EditionRecommendation",
    "Featured",
    "Figure",
    "Institute",
    "Kind",
    "Page",
    "Picture",
    "Publication",
    "PublicationQuerySet",
    "Readership",
    "Recommendation",
    "RecommendationGroup",
    "Redirect",
    "RelatedEdition",
    "Revision",
    "Series",
    "Synonym",
    "Topic",
    "TopicOfPublication",
    "VisitMark",
]
