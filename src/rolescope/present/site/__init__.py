"""The static site: the pages of the server as files that open from a disk or any plain web server."""
