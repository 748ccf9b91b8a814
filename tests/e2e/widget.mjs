// The widget by keyboard alone, with axe, in four looks: node widget.mjs BASE_URL [SCREENSHOT_FOLDER]
// Chromium is Debian's; CHROMIUM names another one.
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, shots = mkdtempSync(join(tmpdir(), "widget-"))] = process.argv.slice(2);
if (!base) throw new Error("usage: node widget.mjs BASE_URL [SCREENSHOT_FOLDER]");
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const options = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  bypassCSP: true, // axe is put into the page; the policy itself is checked on the response
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
  viewport: { width: 720, height: 800 },
  reducedMotion: "reduce",
};
const context = await chromium.launchPersistentContext(profile, options);
let failures = 0;
const check = (what, holds, seen = "") => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : ` – ${seen}`}`);
  if (!holds) failures += 1;
};
let page = context.pages()[0] ?? await context.newPage();
const foreign = [];
const errors = [];
const watch = () => {
  page.on("request", (request) => { if (!request.url().startsWith(base)) foreign.push(request.url()); });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
};
watch();

const stored = () => page.evaluate(() => localStorage.length + sessionStorage.length);
const replies = () => page.locator("#log .bot").count();
const settled = async (before) => {
  await page.waitForFunction((count) => document.querySelectorAll("#log .bot").length > count
    && document.getElementById("log").getAttribute("aria-busy") === "false", before, { timeout: 20_000 });
};
const write = async (text) => {
  const before = await replies();
  await page.locator("#text").focus();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await settled(before);
};
// Reaches a button by Tab alone, as a person without a mouse does.
const press = async (title) => {
  const before = await replies();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (focused === title) {
      await page.keyboard.press("Enter");
      await settled(before);
      return;
    }
  }
  throw new Error(`the button "${title}" cannot be reached by Tab`);
};
// What has the focus: an id, a role or a text, and whether it can be seen.
const focused = () => page.evaluate(() => {
  const { id, role, textContent } = document.activeElement;
  return id || role || textContent.trim();
});
const focusIsSeen = () => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
const atTheEnd = () => page.evaluate(() => {
  const log = document.getElementById("log");
  return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
});
const audit = async (look) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  check(`axe finds nothing serious (${look})`, serious.length === 0, JSON.stringify(serious.map((v) => [v.id, v.nodes[0]?.html])));
};

const response = await page.goto(`${base}/w/recruitment`);
const policy = response.headers()["content-security-policy"] ?? "";
check("the content security policy is strict", policy.includes("default-src 'none'") && !policy.includes("unsafe-inline"), policy);
await settled(0);
await page.screenshot({ path: join(shots, "idle.png") });
await audit("idle");
check("the greeting has not taken the focus", !["text", "group"].includes(await focused()), await focused());
check("nothing is stored in the browser before the notice is accepted", (await stored()) === 0 && (await context.cookies()).length === 0);

await write("Hello, I would like to apply for a job as a cook");
check("the notice is the answer to the first message", (await page.locator("#log .notice").count()) === 1);
check("still nothing is stored", (await stored()) === 0);
check("the focus stays in the text field, visibly", (await focused()) === "text" && (await focusIsSeen()), await focused());
await page.screenshot({ path: join(shots, "notice.png") });
await audit("notice");
await press("Accept");
check("after a button the focus is at the new buttons, on none of them", (await focused()) === "group" && (await focusIsSeen()), await focused());
check("after acceptance one entry is kept", (await stored()) === 1 && (await context.cookies()).length === 0);
check("the first message was handled after the choice", (await page.locator("#log .consent").count()) >= 1);
await press("Yes");
await write("ada@posta.example");
await page.screenshot({ path: join(shots, "mid.png") });
await write("Ada Lovelace");
await write("next Monday");
check("the last line is in view", await atTheEnd());
await page.screenshot({ path: join(shots, "summary.png") });
await audit("mid-conversation");
await press("Yes");
const last = await page.locator("#log .bot").last().textContent();
check("the application is submitted", /R-\d+/.test(last), last);

await page.emulateMedia({ colorScheme: "dark" });
await page.screenshot({ path: join(shots, "dark.png") });
await audit("dark");
await page.emulateMedia({ colorScheme: "light" });
await page.setViewportSize({ width: 320, height: 560 });
await page.screenshot({ path: join(shots, "narrow.png") });
await audit("narrow");
check("the last line stays in view when the page narrows", await atTheEnd());
check("nothing is wider than a narrow screen",
  await page.evaluate(() => [...document.querySelectorAll("body *")].every((node) => node.getBoundingClientRect().right <= window.innerWidth)));

await page.setViewportSize({ width: 720, height: 800 });
await page.reload();
await page.waitForSelector("#log .note");
await page.screenshot({ path: join(shots, "back.png") });
check("a reload goes on with the conversation", (await stored()) === 1);
for (let step = 0; step < 20; step += 1) {
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement?.id) === "erase") break;
}
await page.keyboard.press("Enter");
await page.waitForSelector("dialog[open]");
await page.screenshot({ path: join(shots, "dialog.png") });
await audit("dialog");
check("the dialog's harmless button has the focus", (await focused()) === "Keep it", await focused());
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("log").textContent.includes("erased"), null, { timeout: 10_000 });
check("after erasure nothing is kept in the browser", (await stored()) === 0);
check("after erasure the focus is on the way on", (await focused()) === "Start anew", await focused());
await page.screenshot({ path: join(shots, "erased.png") });
await audit("erased");

await page.goto(`${base}/p/recruitment/privacy`);
await page.screenshot({ path: join(shots, "privacy.png"), fullPage: true });
await audit("privacy page");

// A second visitor: markup, the longest message, a lost answer, a conversation that is gone.
page = await context.newPage();
watch();
let held;
page.on("response", async (reply) => {
  if (reply.url().endsWith("/conversations") && reply.ok()) held = await reply.json();
});
await page.goto(`${base}/w/recruitment`);
await settled(0);
await write("<img src=x onerror=alert(1)><b>hello</b>");
check("markup is shown as text", (await page.locator("#log img, #log b").count()) === 0
  && (await page.locator("#log .me").last().textContent()).includes("<b>hello</b>"));
await press("Don't store");
check("after declining nothing is stored in the browser", (await stored()) === 0);
await page.locator("#text").fill("long ".repeat(380));
await page.screenshot({ path: join(shots, "long-input.png") });
const before = await replies();
await page.keyboard.press("Enter");
await settled(before);
await page.locator("#text").fill(`x${"y".repeat(1990)}`);
await page.keyboard.press("Enter");
await settled(before + 1);
await page.screenshot({ path: join(shots, "long.png") });
check("a message without spaces does not widen the page", await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
await write("when can I start and what do you pay?");
const noise = errors.length;
let lost = 0;
const ids = [];
await page.route("**/messages", async (route) => {
  ids.push(route.request().postDataJSON().id);
  if (lost > 0) return route.continue();
  lost += 1;
  await route.fetch(); // the server handles it, but its answer does not arrive
  return route.abort();
});
await page.locator("#text").fill("I want to apply as a cook");
await page.keyboard.press("Enter");
await page.waitForSelector("#log .unsent");
await page.screenshot({ path: join(shots, "failed.png") });
check("after a failure the focus is on trying again", (await focused()) === "Try again", await focused());
await audit("failed");
const unanswered = await replies();
await page.keyboard.press("Enter");
await settled(unanswered);
check("trying again sends the same id and shows the message once",
  ids.length === 2 && ids[0] === ids[1] && (await page.locator("#log .me", { hasText: "as a cook" }).count()) === 1
  && (await page.locator("#log .unsent").count()) === 0, JSON.stringify(ids));
await page.unroute("**/messages");
const { status } = await page.evaluate(async ({ conversation, token }) => {
  const { status } = await fetch(`/v1/conversations/${conversation}`, { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });
  return { status };
}, held);
check("the conversation is ended from elsewhere", status === 200, status);
await page.locator("#text").fill("are you still there?");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.activeElement?.textContent === "Start anew", null, { timeout: 10_000 });
await page.screenshot({ path: join(shots, "gone.png") });
await audit("gone");
await page.keyboard.press("Enter");
await settled(0);
check("a conversation that is gone can be started anew", (await replies()) === 1 && (await focused()) === "text", await focused());
errors.splice(noise); // the lost answer and the 410 were meant
await page.close();

// A third one whose browser blocks storage (R76).
page = await context.newPage();
watch();
await page.addInitScript(() => {
  Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
});
await page.goto(`${base}/w/recruitment`);
await settled(0);
await write("I would like to work as a cook");
await press("Accept");
await press("Yes");
await write("grace@posta.example");
check("the dialogue works with storage blocked", (await page.locator("#log .bot").last().textContent()).includes("name"));

check("no request left the server's origin", foreign.length === 0, foreign.join(" "));
check("no error in the page", errors.length === 0, errors.join(" | "));
await context.close();
console.log(`screenshots in ${shots}`);
process.exit(failures === 0 ? 0 : 1);
