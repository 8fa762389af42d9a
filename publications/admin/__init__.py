# Django finds the admin classes here.
from publications.admin import catalogue, chapter, publication, readership

__all__ = ["catalogue", "chapter", "publication", "readership"]
