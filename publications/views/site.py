"""The institute's row as the value that outputs take."""

from django.conf import settings

from publications.models import Institute
from publications.outputs.site import Site


def site_of(institute: Institute) -> Site:
    return Site(name=institute.name, place=institute.place, url=settings.SITE_URL, licence=institute.licence)
