"""A stored run as WARC and WACZ files, for archives and for ReplayWeb.page."""
