"""Saved copies of a website (WARC, WACZ, MHTML, folders of pages), read as what a server once answered."""
