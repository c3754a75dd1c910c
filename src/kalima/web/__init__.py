"""The page and the HTTP API, on loopback only."""

from kalima.web.app import create_app

__all__ = ["create_app"]
