from people.models.appointment import Appointment
from people.models.center import Center
from people.models.person import Person, PersonQuerySet
from people.models.user import User

__all__ = ["Appointment", "Center", "Person", "PersonQuerySet", "User"]
