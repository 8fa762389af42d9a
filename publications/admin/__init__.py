# Django finds the admin classes here.
from publications.admin import catalogue, chapter, publication

__all__ = ["catalogue", "chapter", "publication"]
