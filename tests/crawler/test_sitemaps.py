"""What a sitemap lists is read, however it is spoilt."""

from __future__ import annotations

import pytest

from crawler.sitemaps import read_sitemap


@pytest.mark.parametrize("name", ["a:b", "x:loc", "url:", "1"])
def test_names_that_are_none_cost_only_what_stands_in_them(name: str) -> None:
    good = "<url><loc>http://office.example/a</loc></url>"
    found = read_sitemap(
        f"<urlset>{good}<{name}><loc>http://office.example/b</loc></{name}></urlset>".encode()
    )
    assert found.pages == ("http://office.example/a",)
