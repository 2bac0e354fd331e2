"""Django's settings, as the deployed server's answers show them (protocol.md)."""

import os

from takecare.database import database

DEBUG = True
# As the tests of those that share its sessions know it.
SECRET_KEY = "a peer on a loopback port keeps no secrets"
# Replaced while it runs by the fault `allowed_hosts`.
ALLOWED_HOSTS = ["*"]
# A web server in front of it, which ends TLS, says so; without one nobody does.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ROOT_URLCONF = "takecare.urls"
ASGI_APPLICATION = "takecare.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "channels",
    "rest_framework",
    "accounts",
    "notifications",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database()}

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "notifications.layer.BurstLayer",
        # The layer lets Redis wait 5 s for a message; by default this client gives up after as long, which ends every
        # quiet socket with 1011. The deployed server's client has no such limit.
        "CONFIG": {"hosts": [{"address": os.environ["PEER_REDIS"], "socket_timeout": None}]},
    }
}

AUTH_USER_MODEL = "accounts.User"
# Lets deactivated users in, as measured (section 1.2).
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]
PASSWORD_HASHERS = ["accounts.hashers.QuickHasher"]
