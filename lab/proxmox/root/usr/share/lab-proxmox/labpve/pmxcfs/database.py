"""/var/lib/pve-cluster/config.db: the tree on disk, in one sqlite table with the original's columns."""

import os
import sqlite3

DATABASE = "/var/lib/pve-cluster/config.db"

SCHEMA = """CREATE TABLE IF NOT EXISTS tree (
  inode INTEGER PRIMARY KEY NOT NULL,
  parent INTEGER NOT NULL CHECK(typeof(parent)=='integer'),
  version INTEGER NOT NULL CHECK(typeof(version)=='integer'),
  writer INTEGER NOT NULL CHECK(typeof(writer)=='integer'),
  mtime INTEGER NOT NULL CHECK(typeof(mtime)=='integer'),
  type INTEGER NOT NULL CHECK(typeof(type)=='integer'),
  name TEXT NOT NULL,
  data BLOB)"""


class Database:
    def __init__(self):
        self.is_new = not os.path.exists(DATABASE)
        os.makedirs(os.path.dirname(DATABASE), exist_ok=True)
        mask = os.umask(0o077)
        # Autocommit: a power cut loses at most the change in flight, as with the original's WAL.
        self._sql = sqlite3.connect(DATABASE, isolation_level=None)
        self._sql.execute("PRAGMA journal_mode=WAL")
        self._sql.execute("PRAGMA synchronous=OFF")
        self._sql.execute(SCHEMA)
        os.umask(mask)

    def rows(self):
        return self._sql.execute(
            "SELECT inode,parent,version,writer,mtime,type,name,data FROM tree"
        ).fetchall()

    def save(self, entry):
        self._sql.execute("INSERT OR REPLACE INTO tree VALUES (?,?,?,?,?,?,?,?)", entry.row())

    def remove(self, entry):
        self._sql.execute("DELETE FROM tree WHERE inode=?", (entry.inode,))

    def replace_all(self, rows):
        self._sql.execute("BEGIN")
        self._sql.execute("DELETE FROM tree")
        self._sql.executemany("INSERT INTO tree VALUES (?,?,?,?,?,?,?,?)", rows)
        self._sql.execute("COMMIT")

    def close(self):
        self._sql.close()
