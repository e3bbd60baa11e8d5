"""Rolescope over HTTP: pages, REST and charts from one pinned snapshot of the evidence."""
