// Reads a feed and prints, as JSON, what this reader understood of it: {format, title, entries}, the same in each format.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const text = (value) => value?.value ?? value ?? "";
const names = (authors) => (authors ?? []).map((author) => author.name ?? author);
const files = (some, url, type, length) => (some ?? []).map((one) => [one[url], one[type], Number(one[length])]);
const entryOf = {
  atom: (one) => ({
    id: one.id,
    title: text(one.title),
    url: one.links?.find((link) => link.rel === "alternate")?.href,
    published: Date.parse(one.published),
    content: text(one.content),
    authors: names(one.authors),
    files: files(one.links?.filter((link) => link.rel === "enclosure"), "href", "type", "length"),
  }),
  rss: (one) => ({
    id: one.guid?.value,
    title: text(one.title),
    url: one.link,
    published: Date.parse(one.pubDate),
    content: one.content?.encoded || text(one.description),
    authors: names(one.dc?.creators),
    files: files(one.enclosures, "url", "type", "length"),
  }),
  json: (one) => ({
    id: one.id,
    title: one.title,
    url: one.url,
    published: Date.parse(one.date_published),
    content: one.content_html,
    authors: names(one.authors),
    files: files(one.attachments, "url", "mime_type", "size_in_bytes"),
  }),
};

const { format, feed } = parseFeed(readFileSync(process.argv[2], "utf8"));
const entries = (feed.entries ?? feed.items ?? []).map(entryOf[format]);
console.log(JSON.stringify({ format, title: text(feed.title), entries }));
