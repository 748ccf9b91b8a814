// Links and pictures in the widget, with its content security policy in force: node pictures.mjs BASE_URL [SCREENSHOT_FOLDER]
// The bot is tests/bots/museum; the servers of its pictures are played by this script.
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, crc32 } from "node:zlib";
import { chromium } from "playwright-core";

const [base, shots = mkdtempSync(join(tmpdir(), "pictures-"))] = process.argv.slice(2);
if (!base) throw new Error("usage: node pictures.mjs BASE_URL [SCREENSHOT_FOLDER]");
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let failures = 0;
const check = (what, holds, seen = "") => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : ` – ${seen}`}`);
  if (!holds) failures += 1;
};

// A picture of 1200 × 700 points, wider than any chat.
const png = (() => {
  const [width, height] = [1200, 700];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set([x / 5, y / 3, 160], y * (width * 3 + 1) + 1 + x * 3);
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
})();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const foreign = [];
const refused = [];
const open = async (viewport, colorScheme = "light") => {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  await context.route((url) => url.origin !== base, (route) => {
    foreign.push({ url: route.request().url(), headers: route.request().headers() });
    return route.request().url().startsWith("https://pictures.museo.example/")
      ? route.fulfill({ status: 200, contentType: "image/png", body: png })
      : route.fulfill({ status: 404, contentType: "text/plain", body: "gone" });
  });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) refused.push(message.text()); });
  await page.goto(`${base}/w/museum`);
  await page.waitForSelector("#log .bot");
  return page;
};
const settled = (page, count) => page.waitForFunction((count) => document.querySelectorAll("#log .bot").length > count
  && document.getElementById("log").getAttribute("aria-busy") === "false", count, { timeout: 20_000 });
const write = async (page, text) => {
  const count = await page.locator("#log .bot").count();
  await page.locator("#text").fill(text);
  await page.keyboard.press("Enter");
  await settled(page, count);
};
const decline = async (page) => {
  const count = await page.locator("#log .bot").count();
  await page.locator('[data-choice="notice.decline"]').click();
  await settled(page, count);
};
const audit = async (page, look) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  check(`axe finds nothing serious (${look})`, serious.length === 0, JSON.stringify(serious.map((v) => [v.id, v.nodes[0]?.html])));
};
const fits = (page) => page.evaluate(() => [...document.querySelectorAll("body *")].every((node) => node.getBoundingClientRect().right <= window.innerWidth));

const page = await open({ width: 720, height: 800 });
await write(page, "where are you");
await decline(page);
const link = page.locator("#log .bot.link a");
check("a link says what it leads to", (await link.textContent()) === "How to get here"
  && (await link.getAttribute("href")) === "https://museo.example/way?from=station&to=door");
check("a link opens beside the chat and tells nobody where from", (await link.getAttribute("target")) === "_blank"
  && (await link.getAttribute("rel")) === "noopener noreferrer");

await write(page, "show me a picture");
const alt = "A long hall with <tall> windows & two rows of statues";
check("a picture is words before it is asked for", (await page.locator("#log figcaption").first().textContent()) === alt
  && (await page.locator("#log img").count()) === 0);
check("nothing was loaded from elsewhere", foreign.length === 0, JSON.stringify(foreign));
await page.screenshot({ path: join(shots, "picture-offered.png") });
await audit(page, "picture offered");
const show = page.getByRole("button", { name: "Show the picture" });
check("the button names the server", (await show.allTextContents()).join() ===
  "Show the picture from pictures.museo.example,Show the picture from archive.museo.example:8443", (await show.allTextContents()).join());
// By keyboard alone.
await show.first().focus();
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelector("#log img")?.naturalWidth > 0);
const picture = page.locator("#log img");
check("a press loads this picture and no other", foreign.length === 1 && foreign[0].url === "https://pictures.museo.example/hall.png", JSON.stringify(foreign));
check("without referrer and cookie", !foreign[0].headers.referer && !foreign[0].headers.cookie, JSON.stringify(foreign[0].headers));
check("the picture has the words for those who do not see it", (await picture.getAttribute("alt")) === alt);
check("the focus is on the picture", await page.evaluate(() => document.activeElement?.tagName) === "IMG");
check("nothing is wider than the chat", await fits(page));
const inView = (selector) => page.evaluate((selector) => {
  const [seen, log] = [document.querySelector(selector), document.getElementById("log")].map((node) => node.getBoundingClientRect());
  return seen.top >= log.top - 1 && seen.bottom <= log.bottom + 1;
}, selector);
check("the whole picture is in view", await inView("#log img"));
await page.screenshot({ path: join(shots, "picture-shown.png") });
await audit(page, "picture shown");
await page.getByRole("button", { name: "archive.museo.example" }).press("Enter");
await page.waitForFunction(() => [...document.querySelectorAll("#log figcaption")].some((caption) => caption.textContent.includes("cannot be loaded")));
check("a picture that is gone leaves its words", (await page.locator("#log figcaption").last().textContent())
  === "A boxer of bronze who sits and looks up (the picture cannot be loaded)");
check("these words are in view", await inView("#log .bot:last-child figcaption"));
check("the focus is still in the conversation", await page.evaluate(() => document.getElementById("log").contains(document.activeElement)),
  await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
await page.screenshot({ path: join(shots, "picture-gone.png") });

check("the policy refused nothing that was meant", refused.length === 0, refused.join(" | "));
const before = foreign.length;
await page.evaluate(() => new Promise((resolve) => {
  const image = new Image();
  image.onload = image.onerror = resolve;
  image.src = "https://elsewhere.example/pixel.png";
}));
check("the policy lets no picture in from elsewhere", foreign.length === before && refused.some((text) => text.includes("img-src")), refused.join(" | "));

for (const [look, scheme] of [["narrow", "light"], ["narrow-dark", "dark"]]) {
  const small = await open({ width: 340, height: 640 }, scheme);
  await write(small, "show me a picture");
  await decline(small);
  await small.screenshot({ path: join(shots, `picture-offered-${look}.png`) });
  await audit(small, look);
  await small.getByRole("button", { name: "Show the picture" }).first().click();
  await small.waitForFunction(() => document.querySelector("#log img")?.naturalWidth > 0);
  check(`nothing is wider than the chat (${look})`, await fits(small));
  await small.locator("#log img").scrollIntoViewIfNeeded();
  await small.screenshot({ path: join(shots, `picture-shown-${look}.png`) });
  await write(small, "where are you");
  await small.screenshot({ path: join(shots, `link-${look}.png`) });
  await audit(small, `link, ${look}`);
}
await browser.close();
console.log(`screenshots in ${shots}`);
process.exit(failures === 0 ? 0 : 1);
