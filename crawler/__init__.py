"""The crawler, a Scrapy project: walks one site politely and stores what it saw. It judges nothing."""
