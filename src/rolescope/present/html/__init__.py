"""Answers as HTML pages: views (frozen values) drawn by templates; the same for server, site and single file."""
