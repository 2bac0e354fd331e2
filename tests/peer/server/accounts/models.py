import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """Somebody with an account (section 10)."""

    class Role(models.TextChoices):
        PATIENT = "PATIENT"
        DOCTOR = "DOCTOR"
        ADMIN = "ADMIN"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    is_superuser = models.BooleanField(default=False)
    name = models.CharField(max_length=255)
    email = models.EmailField(unique=True)
    phone_number = models.CharField(max_length=20, blank=True)
    personal_id = models.CharField(max_length=20, blank=True)
    birth_date = models.DateField(null=True)
    gender = models.CharField(max_length=10, blank=True)
    address = models.TextField(blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.PATIENT)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    avatar = models.CharField(max_length=100, null=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
