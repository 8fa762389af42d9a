# Django finds the admin classes here.
from publications.admin import catalogue, chapter

__all__ = ["catalogue", "chapter"]
