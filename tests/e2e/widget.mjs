// The widget by keyboard alone, with axe, in four looks: node widget.mjs BASE_URL [SCREENSHOT_FOLDER]
// Chromium is Debian's; CHROMIUM names another one.
import { mkdirSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, shots = mkdtempSync(join(tmpdir(), "widget-"))] = process.argv.slice(2);
if (!base) throw new Error("usage: node widget.mjs BASE_URL [SCREENSHOT_FOLDER]");
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  bypassCSP: true, // axe is put into the page; the policy itself is checked on the response
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
  viewport: { width: 720, height: 800 },
});
let failures = 0;
const check = (what, holds, seen = "") => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : ` – ${seen}`}`);
  if (!holds) failures += 1;
};
const page = context.pages()[0] ?? await context.newPage();
const foreign = [];
page.on("request", (request) => { if (!request.url().startsWith(base)) foreign.push(request.url()); });
const errors = [];
page.on("pageerror", (error) => errors.push(error.message));
page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });

const stored = () => page.evaluate(() => localStorage.length + sessionStorage.length);
const replies = () => page.locator("#log li.bot").count();
const settled = async (before) => {
  await page.waitForFunction((count) => document.querySelectorAll("#log li.bot").length > count
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
check("nothing is stored in the browser before the notice is accepted", (await stored()) === 0 && (await context.cookies()).length === 0);

await write("Hello, I would like to apply for a job as a cook");
check("the notice is the answer to the first message", (await page.locator("#log li.notice").count()) === 1);
check("still nothing is stored", (await stored()) === 0);
await page.screenshot({ path: join(shots, "notice.png") });
await audit("notice");
await press("Accept");
check("after acceptance one entry is kept", (await stored()) === 1 && (await context.cookies()).length === 0);
check("the first message was handled after the choice", (await page.locator("#log li.consent").count()) >= 1);
await press("Yes");
await write("ada@posta.example");
await page.screenshot({ path: join(shots, "mid.png") });
await write("Ada Lovelace");
await write("next Monday");
await page.screenshot({ path: join(shots, "summary.png") });
await audit("mid-conversation");
await press("Yes");
const last = await page.locator("#log li.bot").last().textContent();
check("the application is submitted", /R-\d+/.test(last), last);

await page.emulateMedia({ colorScheme: "dark" });
await page.screenshot({ path: join(shots, "dark.png") });
await audit("dark");
await page.emulateMedia({ colorScheme: "light" });
await page.setViewportSize({ width: 320, height: 560 });
await page.screenshot({ path: join(shots, "narrow.png") });
await audit("narrow");
check("nothing is wider than a narrow screen",
  await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));

await page.setViewportSize({ width: 720, height: 800 });
await page.reload();
await page.waitForSelector("#log li.note");
check("a reload goes on with the conversation", (await stored()) === 1);
for (let step = 0; step < 20; step += 1) {
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement?.id) === "erase") break;
}
await page.keyboard.press("Enter");
await page.waitForSelector("dialog[open]");
await audit("dialog");
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("log").textContent.includes("erased"), null, { timeout: 10_000 });
check("after erasure nothing is kept in the browser", (await stored()) === 0);
await page.screenshot({ path: join(shots, "erased.png") });

await page.goto(`${base}/p/recruitment/privacy`);
await page.screenshot({ path: join(shots, "privacy.png"), fullPage: true });
await audit("privacy page");
check("no request left the server's origin", foreign.length === 0, foreign.join(" "));
check("no error in the page", errors.length === 0, errors.join(" | "));
await context.close();
console.log(`screenshots in ${shots}`);
process.exit(failures === 0 ? 0 : 1);
