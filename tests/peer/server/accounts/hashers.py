from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """As the deployed server's, which hashes for half a second; nothing on the wire depends on how long."""

    iterations = 1_000
