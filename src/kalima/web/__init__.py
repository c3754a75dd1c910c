"""The page and the HTTP API, on loopback only."""

from kalima.web import lean

lean.import_flask()  # before any module of this room does
