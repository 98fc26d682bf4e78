"""Kliping turns saved news articles into a static digest of a running story."""

__version__ = "0.1.0"
