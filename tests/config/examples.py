"""A configuration with a key of every kind."""

EVERYTHING = """
title = "一 \\"二\\""
noindex = true
rights = "CC BY"
base-url = "https://a.example/feeds/"
hub = "https://hub.example/"
[folders."a b"]
language = "en"
[check]
timeout = 5.0
max-time = 60
allow-private = ["10.0.0.0/8"]
kinds = ["link", "image"]
reports.csv = "x.csv"
[check.headers]
X-Archive = "news"
[check.exclude]
"*/x\\n" = "why"
[check.hosts."a.example"]
method = "HEAD"
rate = 2.0
[check.image-proxies]
"img.example" = "weserv"
"""
