"""The notes in PostgreSQL, through a small pool of connections that outlives a restart of the database."""

import contextlib
import os
import queue
import threading

import pg8000.exceptions
import pg8000.native

# Every way a connection can fail: the driver's own errors, and the socket's.
FAILURES = (pg8000.exceptions.Error, OSError)

SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author varchar(40) NOT NULL,
    text varchar(280) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
)"""

# Any fixed number: it keeps two processes from creating the table at the same moment.
SCHEMA_LOCK = 20_110


class Unavailable(Exception):
    """The database did not answer."""


def connect():
    with open(os.environ["DB_PASSWORD_FILE"], encoding="utf-8") as file:
        password = file.read().rstrip("\n")
    connection = pg8000.native.Connection(
        os.environ["DB_USER"],
        password=password,
        host=os.environ["DB_HOST"],
        port=int(os.environ.get("DB_PORT", "5432")),
        database=os.environ["DB_NAME"],
        application_name="notes-api",
        timeout=5,
        tcp_keepalive=True,
    )
    try:
        connection.run("START TRANSACTION")
        connection.run("SELECT pg_advisory_xact_lock(:key)", key=SCHEMA_LOCK)
        connection.run(SCHEMA)
        connection.run("COMMIT")
    except BaseException:
        close(connection)
        raise
    return connection


def close(connection):
    with contextlib.suppress(*FAILURES):
        connection.close()


class Pool:
    """At most `size` connections; each is tried before it is lent, since the database may have restarted meanwhile."""

    def __init__(self, size, wait):
        self._slots = threading.BoundedSemaphore(size)
        self._wait = wait
        self._idle = queue.LifoQueue()

    def _take(self):
        while True:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                return connect()
            try:
                connection.run("SELECT 1")
                return connection
            except FAILURES:
                close(connection)

    @contextlib.contextmanager
    def connection(self):
        if not self._slots.acquire(timeout=self._wait):
            raise Unavailable("every connection is busy")
        try:
            try:
                connection = self._take()
                try:
                    yield connection
                except BaseException:
                    close(connection)
                    raise
            except FAILURES as error:
                raise Unavailable(type(error).__name__) from error
            self._idle.put(connection)
        finally:
            self._slots.release()

    def close(self):
        with contextlib.suppress(queue.Empty):
            while True:
                close(self._idle.get_nowait())


class Notes:
    def __init__(self, pool):
        self._pool = pool

    def latest(self, limit):
        with self._pool.connection() as connection:
            rows = connection.run(
                "SELECT id, author, text, created_at FROM notes ORDER BY id DESC LIMIT :limit", limit=limit
            )
        return [as_item(row) for row in rows]

    def add(self, author, text):
        with self._pool.connection() as connection:
            rows = connection.run(
                "INSERT INTO notes (author, text) VALUES (:author, :text) RETURNING id, author, text, created_at",
                author=author,
                text=text,
            )
        return as_item(rows[0])

    def count(self):
        with self._pool.connection() as connection:
            return connection.run("SELECT count(*) FROM notes")[0][0]


def as_item(row):
    number, author, text, created_at = row
    return {"id": number, "author": author, "text": text, "created_at": created_at.isoformat()}
