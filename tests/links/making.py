"""The same two entries as an Atom, an RSS and a JSON feed."""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><link rel="self" href="https://own.example/atom.xml"/>
<entry><link href="https://a.example/1"/><link rel="enclosure" href="https://a.example/1.mp3"/>
<content type="html">&lt;p&gt;&lt;a href="/2"&gt;two&lt;/a&gt;&lt;img src="https://pics.example/p.png"&gt;&lt;/p&gt;</content></entry></feed>"""
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>https://own.example/</link>
<item><link>https://a.example/1</link><enclosure url="https://a.example/1.mp3" length="1" type="audio/mpeg"/>
<content:encoded><![CDATA[<a href="https://b.example/">b</a>]]></content:encoded></item></channel></rss>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [
 {"id": "1", "url": "https://a.example/1", "image": "https://pics.example/p.png",
  "content_html": "<a href='https://b.example/'>b</a>", "attachments": [{"url": "https://a.example/1.mp3"}]}]}"""
