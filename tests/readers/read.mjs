// Reads a feed and prints, as JSON, what this reader understood of it.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const { format, feed } = parseFeed(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify({ format, feed }));
