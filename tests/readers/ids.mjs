// Prints, as JSON, what rss-parser knows each entry of some feeds by: a list for each file that is named.
import { readFileSync } from "node:fs";
import Parser from "rss-parser";

const parser = new Parser();
const feeds = await Promise.all(process.argv.slice(2).map((path) => parser.parseString(readFileSync(path, "utf8"))));
console.log(JSON.stringify(feeds.map((feed) => feed.items.map((item) => item.guid ?? item.id ?? item.link))));
