"""Settings of the Scrapy project. Agent, limits and time-outs of one crawl come with each request, from its plan."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

from crawler.plan import CrawlPlan

BOT_NAME = "oit"
USER_AGENT = "oit"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# The walk itself asks robots.txt, follows redirects, tries again, keeps the pace and the depth: all of that must
# be recorded, and has other rules than Scrapy's own parts. These must not do it a second time.
ROBOTSTXT_OBEY = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
HTTPERROR_ALLOW_ALL = True
REFERER_ENABLED = False
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 64
DNS_TIMEOUT = 15
DOWNLOAD_FAIL_ON_DATALOSS = False
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.connections.BoundedHandler")
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "WARNING"
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
}
STATS_DUMP = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.5",
}


def has_certificates() -> bool:
    """Whether this machine has certificates of authorities at all: without any, every site would look broken."""
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    return paths.cafile is not None or (folder is not None and any(folder.iterdir()))


DOWNLOAD_VERIFY_CERTIFICATES = has_certificates()
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def for_plan(plan: CrawlPlan) -> dict[str, Any]:
    """All settings for one crawl."""
    own = {name: value for name, value in globals().items() if name.isupper()}
    return own | {
        "CONCURRENT_REQUESTS": max(CONCURRENT_REQUESTS, plan.concurrency + 16),
        "CONCURRENT_REQUESTS_PER_DOMAIN": max(CONCURRENT_REQUESTS_PER_DOMAIN, plan.concurrency),
    }
