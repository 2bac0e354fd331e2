"""Starts the peer: makes its database, listens on a free loopback port, and says on which.

Environment: PEER_FOLDER, where the database goes, unless PEER_DATABASE is the address of one in PostgreSQL; PEER_REDIS, the
address of a Redis of its own; PEER_CERTIFICATE and PEER_KEY, the files with which it speaks https and nothing else.
"""

import os

import django
from daphne.server import Server
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takecare.settings")
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from takecare.asgi import application

    scheme, endpoint = place()
    server = Server(application, endpoints=[endpoint], ready_callable=lambda: tell(scheme, server))
    server.run()


def place() -> tuple[str, str]:
    """The scheme, and Twisted's description of where to listen."""
    certificate = os.environ.get("PEER_CERTIFICATE")
    if certificate is None:
        return "http", "tcp:port=0:interface=127.0.0.1"
    return "https", f"ssl:port=0:interface=127.0.0.1:certKey={certificate}:privateKey={os.environ['PEER_KEY']}"


def tell(scheme: str, server: Server) -> None:
    host, port = server.listening_addresses[0]
    print(f"listening on {scheme}://{host}:{port}/", flush=True)


if __name__ == "__main__":
    main()
