/* Searches the archive: what is typed → questions → results of the Pagefind indexes beside this file.

   Scripts without spaces are indexed letter by letter (`publish/search_text.py`), so a run of such letters is asked for as
   a phrase, and put together again where a result shows it. Of other scripts a word finds all words that begin with it;
   where an index has none, Pagefind gives a shorter word for it ("1" for "19"), so results are held against their text.
   What a result shows is set as text: markup in it is none. */

const SHOWN = 20; // results at a time
const WORDS = 60; // of an excerpt; a letter of a script without spaces is one
const BEFORE = 8; // of these in front of the first that is marked
const CHECKED = 60; // results that are held against their text before they are counted; others are when they are shown
const WAIT_MS = 250; // while somebody types
const LOAD_MS = 30000; // without another index, then they are said not to come: Pagefind waits for ever

const form = document.getElementById("search");
const field = document.getElementById("words");
const said = JSON.parse(form.dataset.said);
const letters = form.dataset.letters;
const gone = new Set((form.dataset.gone ?? "").split(" ").filter(Boolean).map(Number)); // documents whose copy comes first
const status = document.getElementById("status");
const list = document.getElementById("results");
const more = document.getElementById("more");

const isLetter = new RegExp(`^[${letters}]`, "u");
const isDense = new RegExp(`^[${letters}\\u3000-\\u303f\\uff00-\\uffef]$`, "u"); // no spaces stand beside these
const runs = new RegExp(`[${letters}]+|[^${letters}]+`, "gu");
const terms = /"[^"]+"|“[^”]+”|「[^」]+」|『[^』]+』|\S+/gu;

let loading; // the indexes, once they are asked for
let cameMs; // when one of them came last
let asked = 0; // how often somebody asked
let words = []; // that all of them say
let sought = []; // what answers each question
let waiting = []; // results that are not shown yet

/* Return what Pagefind is asked for a text, and the words in it; an entry must answer each question. `sought` says of each
   question which words answer it: a function for each word of a phrase. */
function questionsOf(text) {
  const phrases = [], words = [];
  for (const [term] of text.normalize("NFC").matchAll(terms)) {
    if (/^["“「『].+["”」』]$/u.test(term)) {
      phrases.push(parted(term.slice(1, -1)));
      continue;
    }
    for (const [run] of term.matchAll(runs)) {
      if (isLetter.test(run)) phrases.push(parted(run));
      else if (/[\p{L}\p{N}]/u.test(run)) words.push(run);
    }
  }
  const sought = [
    ...phrases.map((phrase) => phrase.split(/\s+/).map(plain).filter(Boolean).map((part) => (word) => plain(word) === part)),
    ...words.map((word) => [remembered((one) => !isLetter.test(one) && holds(one, [word]))]),
  ];
  return { questions: [...phrases.map((phrase) => `"${phrase}"`), ...words], words, sought };
}

/* Return a function that works once for each word. */
function remembered(work) {
  const known = new Map();
  return (word) => {
    if (!known.has(word)) known.set(word, work(word));
    return known.get(word);
  };
}

function parted(text) {
  return text.replace(runs, (run) => (isLetter.test(run) ? ` ${[...run].join(" ")} ` : run)).trim();
}

/* Return all indexes as one; the first has Pagefind's own files. Raise where they do not come. */
async function load() {
  cameMs = Date.now();
  const came = () => (cameMs = Date.now());
  const [first, ...others] = form.dataset.indexes.split(" ").map((name) => new URL(`${name}/`, import.meta.url).pathname);
  const [there, { createInstance }] = await Promise.all([fetch(`${first}pagefind-entry.json`), import(`${first}pagefind.js`)]);
  if (!there.ok) throw new Error(`${there.url}: ${there.status}`);
  const index = createInstance({ basePath: first });
  await index.init().then(came);
  await Promise.all(others.map((path) => index.mergeIndex(path).then(came)));
  return index;
}

async function indexes() {
  loading ??= load();
  let looking;
  const late = new Promise((_, reject) => {
    const look = () => Date.now() - cameMs > LOAD_MS && reject(new Error("the indexes do not come"));
    looking = setInterval(look, 1000);
  });
  try {
    return await Promise.race([loading, late]);
  } catch (error) {
    loading = undefined; // the next question tries again
    throw error;
  } finally {
    clearInterval(looking);
  }
}

/* Return the results that answer all questions, the best first. */
async function find(questions) {
  const index = await indexes();
  const answers = await Promise.all(questions.map((question) => index.search(question)));
  const [first, ...others] = answers.map((answer) => new Map(answer.results.map((result) => [result.id, result])));
  const score = (result) => others.reduce((sum, answer) => sum + answer.get(result.id).score, result.score);
  return [...first.values()]
    .filter((result) => others.every((answer) => answer.has(result.id)))
    .map((result) => ({ result, score: score(result) }))
    .sort((one, other) => other.score - one.score)
    .map((one) => one.result);
}

/* Tell whether words of a text begin with each of these words, as Pagefind reads them: with and without their signs. */
function holds(text, words) {
  return words.every((word) => [" ", ""].some((sign) => folded(text, sign).includes(folded(word, sign).trimEnd())));
}

function folded(text, sign) {
  const letters = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return ` ${letters.replace(/[^\p{L}\p{N}\s]+/gu, sign)}`.replace(/\s+/g, " ");
}

/* Return a word as it is compared: letters of scripts without spaces as they are, others without their signs. */
const plain = remembered((word) => (isLetter.test(word) ? word : folded(word, "").trim()));

/* Return those of some results whose text says the words. */
async function checked(results, words) {
  const texts = await Promise.all(results.map((result) => result.data()));
  return results.filter((_, place) => holds(texts[place].content, words));
}

/* Return the places of those of some words that answer a question, each with the question's number. */
function hitsIn(words, sought) {
  const hits = new Map();
  const places = [...words.keys()].filter((place) => plain(words[place])); // signs that stand alone are passed over
  places.forEach((_, at) => {
    sought.forEach((parts, number) => {
      if (!parts.every((answers, later) => at + later < places.length && answers(words[places[at + later]]))) return;
      for (const place of places.slice(at, at + parts.length)) hits.set(place, number);
    });
  });
  return hits;
}

/* Return where an excerpt begins that shows answers to as many questions as there is room for. */
function startOf(hits, first) {
  const places = [...hits.keys()].filter((place) => place >= first).sort((one, other) => one - other).slice(0, 500);
  let start = first, most = 0;
  for (const place of places) {
    const shown = places.filter((other) => other >= place && other < place + WORDS - BEFORE);
    const worth = new Set(shown.map((other) => hits.get(other))).size * WORDS + shown.length;
    if (worth > most) [start, most] = [Math.max(place - BEFORE, first), worth];
  }
  return start;
}

/* Return an excerpt of a text behind its title as pieces, of which those are marked that answer. */
function excerptOf({ content, meta }) {
  const words = content.split(" ");
  const hits = hitsIn(words, sought);
  const first = parted(meta.title).split(/\s+/).length;
  const start = startOf(hits, first);
  const pieces = piecesOf(words.slice(start, start + WORDS), (place) => hits.has(start + place));
  if (start > first) pieces.unshift({ text: "… ", marked: false });
  if (start + WORDS < words.length) pieces.push({ text: " …", marked: false });
  return pieces;
}

/* Return words as pieces of text; spaces that only part letters are left out, and signs beside a word are not marked. */
function piecesOf(words, isMarked) {
  const pieces = [];
  const add = (text, marked) => {
    if (pieces.at(-1)?.marked === marked) pieces.at(-1).text += text;
    else if (text) pieces.push({ text, marked });
  };
  for (const [place, word] of words.entries()) {
    const [, before, core, after] = isMarked(place) ? word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u) : ["", word, "", ""];
    const last = pieces.at(-1);
    if (last && !joins([...last.text].at(-1) ?? "", [...word][0] ?? "")) add(" ", last.marked && !before && core !== "");
    add(before, false);
    add(core, true);
    add(after, false);
  }
  return pieces;
}

function joins(before, after) {
  const [dense, denseAfter] = [isDense.test(before), isDense.test(after)];
  return (dense && (denseAfter || /^\p{P}/u.test(after))) || (denseAfter && /^\p{P}/u.test(before));
}

function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

function link(text, href, rel = "") {
  const made = element("a", text);
  made.href = href;
  if (rel) made.rel = rel;
  return made;
}

/* Return what a title leads to, and what stands beside it: the original and the archived copy, as far as there are any. */
function waysOf({ raw_url, meta }) {
  const original = meta.link && ((text) => link(text, meta.link, "noopener noreferrer"));
  const copy = meta.copy && ((text) => link(text, meta.copy));
  if (!original || !copy) return [(original || copy || String)(meta.title)];
  const number = parseInt(raw_url.replace(/^\D+/, ""), 10);
  if (gone.has(number)) return [copy(meta.title), original(said["gone-original"])];
  return [original(meta.title), copy(said["archived-copy"])];
}

function row(data) {
  const { meta } = data;
  const [title, beside] = waysOf(data);
  const about = element("p", element("time", meta.day));
  about.className = "meta";
  if (meta.source) about.append(" · ", element("bdi", meta.source));
  if (beside) about.append(" · ", beside);
  const text = element("p", ...excerptOf(data).map((piece) => (piece.marked ? element("mark", piece.text) : piece.text)));
  const made = element("li", element("h2", title), about, text);
  if (meta.lang) made.lang = meta.lang;
  return made;
}

async function showMore() {
  const now = asked;
  let results = [];
  while (waiting.length && !results.length) results = await checked(waiting.splice(0, SHOWN), words);
  const data = await Promise.all(results.map((result) => result.data()));
  if (now !== asked) return undefined;
  const rows = data.map(row);
  list.append(...rows);
  more.hidden = !waiting.length;
  return rows[0];
}

function numbered(label, number) {
  const forms = said[label].split("|");
  const digits = number < 10000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return forms.at(number === 1 ? 0 : -1).replace("{n}", digits);
}

async function search() {
  const text = field.value.trim();
  const now = ++asked;
  const { questions, ...asks } = questionsOf(text);
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  const nothing = text && said["no-results"].replace("{text}", () => text);
  if (!questions.length) return clear(nothing);
  status.textContent = said.searching;
  try {
    let found = await find(questions);
    if (asks.words.length && found.length <= CHECKED) found = await checked(found, asks.words);
    if (now !== asked) return;
    clear(found.length ? numbered("n-results", found.length) : nothing);
    waiting = found;
    ({ words, sought } = asks);
    await showMore();
  } catch (error) {
    console.warn(error);
    if (now === asked) clear(said["search-failed"]);
  }
}

function clear(told) {
  waiting = [];
  list.replaceChildren();
  more.hidden = true;
  status.textContent = told;
}

let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT_MS);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
field.addEventListener("focus", () => indexes().catch(() => {}), { once: true }); // they come while somebody types
field.addEventListener("input", (event) => event.isComposing || later());
field.addEventListener("compositionend", later);
more.addEventListener("click", async () => {
  try {
    (await showMore())?.querySelector("a")?.focus();
  } catch (error) {
    console.warn(error);
    status.textContent = said["search-failed"];
  }
});

field.value = new URLSearchParams(location.search).get("q") ?? field.value;
if (field.value.trim()) search();
