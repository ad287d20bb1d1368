// Prints, as JSON, what feedsmith understood of an OPML document: its title, and the address of each feed.
import { readFileSync } from "node:fs";
import { parseOpml } from "feedsmith";

const { head, body } = parseOpml(readFileSync(process.argv[2], "utf8"));
const feeds = (outlines) => outlines.flatMap((one) => (one.xmlUrl ? [one] : feeds(one.outlines ?? [])));
console.log(JSON.stringify({ title: head.title, addresses: feeds(body.outlines).map((one) => one.xmlUrl) }));
