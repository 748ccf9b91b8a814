// Our entities beside Microsoft's Recognizers-Text, over the sentences of sentences.tsv: agreement for each language
// and type, and every disagreement. The package has no words for German and Italian.
//
//   cargo run --example entities < sentences.tsv | node compare.mjs
//
// We agree where both find nothing, or where our value (the clear one, else the first) is one of theirs: they give all readings of a day
// or an hour that is not told fully, we give the one that is meant and, as a second, the latest day.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

// The package is read from where run.sh installed it.
const recognizers = createRequire(process.env.RECOGNIZERS ?? import.meta.url)("@microsoft/recognizers-text-suite");
const CULTURES = { en: recognizers.Culture.English, es: recognizers.Culture.Spanish, fr: recognizers.Culture.French };
const now = new Date(2026, 2, 4, 9, 0, 0);

const CURRENCIES = {
  Euro: "EUR", Dollar: "USD", "United States dollar": "USD", Pound: "GBP", "British pound": "GBP", "Swiss franc": "CHF", "Japanese yen": "JPY",
  "Indian rupee": "INR", Rupee: "INR", "Quid": "GBP", Yen: "JPY",
};

/// The values of some date or time types, as texts.
function times(text, culture, types) {
  const found = recognizers.recognizeDateTime(text, culture, recognizers.DateTimeOptions.None, now);
  const values = found.filter((one) => types.includes(one.typeName.split(".")[1])).flatMap((one) => one.resolution?.values ?? []);
  return values.map((value) => (value.start || value.end ? `${value.start ?? ""}/${value.end ?? ""}` : value.value)).filter((value) => value && value !== "not resolved");
}

// French and Spanish values have a decimal comma.
const values = (found) => found.map((one) => String(one.resolution.value).replace(",", "."));

const theirs = {
  number: (text, culture) => values(recognizers.recognizeNumber(text, culture)).map(Number).map(String),
  ordinal: (text, culture) => values(recognizers.recognizeOrdinal(text, culture)),
  money: (text, culture) => recognizers.recognizeCurrency(text, culture).map((one) => `${Number(String(one.resolution.value).replace(",", "."))} ${CURRENCIES[one.resolution.unit] ?? one.resolution.unit}`),
  date: (text, culture) => times(text, culture, ["date"]),
  time: (text, culture) => times(text, culture, ["time"]).map((value) => value.slice(0, 5)),
  datetime: (text, culture) => times(text, culture, ["datetime"]).map((value) => value.slice(0, 16)),
  duration: (text, culture) => times(text, culture, ["duration"]),
  interval: (text, culture) => times(text, culture, ["daterange", "timerange", "datetimerange"]),
  email: (text, culture) => values(recognizers.recognizeEmail(text, culture)),
  phone: (text, culture) => values(recognizers.recognizePhoneNumber(text, culture)).map((value) => value.replace(/[^+0-9]/g, "").replace(/^00/, "+")),
  url: (text, culture) => values(recognizers.recognizeURL(text, culture)).map((value) => (value.includes("://") ? value : `https://${value}`)),
  yes_no: (text, culture) => values(recognizers.recognizeBoolean(text, culture)),
};

// Theirs count a month as 30 days and a year as 365.
const SECONDS = { Y: 365 * 86400, M: 30 * 86400, W: 7 * 86400, D: 86400 };
const CLOCK = { H: 3600, M: 60, S: 1 };
function seconds(iso) {
  const [days, clock = ""] = iso.slice(1).split("T");
  const sum = (part, units) => [...part.matchAll(/(\d+)([A-Z])/g)].reduce((total, [, count, unit]) => total + count * units[unit], 0);
  return String(sum(days, SECONDS) + sum(clock, CLOCK));
}

const ours = {
  number: (value) => String(value),
  ordinal: (value) => String(value),
  money: (value) => `${Number(value.amount)} ${value.currency}`,
  datetime: (value) => value.slice(0, 16).replace("T", " "),
  duration: seconds,
  interval: ({ from, to }) => [from, to].map((end) => end.slice(0, 16).replace("T", " ")).join("/"),
  yes_no: (value) => String(value),
};

/// Intervals agree also where theirs end with the day after.
function agree(kind, our, their) {
  if (kind !== "interval") return our === their;
  const trim = (end) => (end ?? "").replace(/^(\d\d:\d\d):\d\d$/, "$1").replace(/^(.{10} \d\d:\d\d):\d\d$/, "$1");
  const [[from, to], [start, end]] = [our.split("/"), their.split("/").map(trim)];
  const next = /^\d{4}-\d\d-\d\d$/.test(to) ? new Date(Date.parse(to) + 86400000).toISOString().slice(0, 10) : to;
  return from === start && (to === end || next === end);
}

const counts = new Map();
const disagreements = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { language, type, text, entities } = JSON.parse(line);
  const [first] = [...entities].sort((one, other) => Number(other.clear) - Number(one.clear));
  const our = first && (ours[type] ?? ((value) => value))(first.value);
  const their = theirs[type](text, CULTURES[language]);
  const agreed = our === undefined ? their.length === 0 : their.some((value) => agree(type, our, value));
  const row = `${language} | ${type}`;
  const [yes, all] = counts.get(row) ?? [0, 0];
  counts.set(row, [yes + Number(agreed), all + 1]);
  if (!agreed) disagreements.push({ row, text, ours: our ?? "–", theirs: their.join(" | ") || "–" });
}

const shown = (yes, all) => `${yes} (${Math.round((100 * yes) / all)} %)`;
console.log("| language | type | sentences | agree |\n|---|---|---|---|");
for (const [row, [yes, all]] of counts) console.log(`| ${row} | ${all} | ${shown(yes, all)} |`);
for (const language of Object.keys(CULTURES)) {
  const rows = [...counts].filter(([row]) => row.startsWith(language)).map(([, count]) => count);
  const [yes, all] = rows.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  console.log(`| ${language} | all | ${all} | ${shown(yes, all)} |`);
}
console.log("\n| language | type | sentence | ours | theirs |\n|---|---|---|---|---|");
for (const one of disagreements) console.log(`| ${one.row} | ${one.text} | ${one.ours} | ${one.theirs} |`);
