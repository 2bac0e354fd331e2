"""Starts the peer: makes its database, listens on a free loopback port, and says on which.

Environment: PEER_FOLDER, where the database goes; PEER_REDIS, the address of a Redis of its own.
"""

import os

import django
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takecare.settings")
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from takecare.asgi import application

    endpoints = build_endpoint_description_strings(host="127.0.0.1", port=0)
    server = Server(application, endpoints=endpoints, ready_callable=lambda: tell(server))
    server.run()


def tell(server: Server) -> None:
    host, port = server.listening_addresses[0]
    print(f"listening on http://{host}:{port}/", flush=True)


if __name__ == "__main__":
    main()
