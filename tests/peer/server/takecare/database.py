"""Where the peer keeps its data: in PostgreSQL, as the deployed server does, or in a file."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database() -> dict[str, Any]:
    """Django's words for the database at PEER_DATABASE; without any, for one in PEER_FOLDER."""
    url = os.environ.get("PEER_DATABASE")
    if url is None:
        return in_a_file(Path(os.environ["PEER_FOLDER"]) / "peer.sqlite3")
    given = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "HOST": "host"}
    return {"ENGINE": "django.db.backends.postgresql"} | {theirs: given[ours] for theirs, ours in names.items()}


def in_a_file(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        },
    }
