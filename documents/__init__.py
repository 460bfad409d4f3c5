"""Bytes to text, tables and facts. Judged by content, never by name or Content-Type; a broken file is a fact."""
