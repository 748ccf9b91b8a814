// The chat of one bot. It keeps nothing in the browser before the notice is accepted, and then one entry: the random
// visitor id and the conversation, so that a reload goes on. It loads nothing from elsewhere.

const { bot } = document.body.dataset;
let { key } = document.body.dataset;
const storageKey = `sottovoce.${bot}`;
const byId = (id) => document.getElementById(id);
const [log, form, text, send, status, erase, kept, sure, policy] =
  ["log", "form", "text", "send", "status", "erase", "kept", "sure", "policy"].map(byId);

// The page's own words by language; the page comes in one of them, and follows the conversation into another.
const words = JSON.parse(document.body.dataset.words);
let word = words[document.documentElement.lang] ?? words.en;

let visitor = randomText();
let conversation = null;
let stored = false;
let busy = false;

function randomText() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Storage may be blocked: then the conversation lives as long as the page.
function remember() {
  try { localStorage.setItem(storageKey, JSON.stringify({ visitor, conversation })); } catch { /* works without */ }
}
function recall() {
  try { return JSON.parse(localStorage.getItem(storageKey)); } catch { return null; }
}
function forget() {
  try { localStorage.removeItem(storageKey); } catch { /* nothing was kept */ }
}

async function request(method, path, secret, body) {
  const headers = { Authorization: `Bearer ${secret}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(45_000),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.title || "The server did not answer"), { code: answer.code });
  return answer;
}

// A bot's text: paragraphs, "- " lists, **bold** and [links](https://…), built as nodes so that nothing is ever HTML.
function formatted(source) {
  const bubble = element("div", "bubble");
  for (const block of source.trim().split(/\n\s*\n/)) {
    // Runs of "- " lines are lists, what stands between them are paragraphs.
    const runs = [];
    for (const line of block.split("\n").filter((line) => line.trim())) {
      const item = /^\s*[-*] /.test(line);
      if (runs.at(-1)?.item !== item) runs.push({ item, lines: [] });
      runs.at(-1).lines.push(line.replace(item ? /^\s*[-*] / : /^#+ /, ""));
    }
    for (const { item, lines } of runs) {
      if (!item) {
        bubble.append(inline(element("p"), lines.join("\n")));
        continue;
      }
      const list = element("ul");
      for (const line of lines) list.append(inline(element("li"), line));
      bubble.append(list);
    }
  }
  return bubble;
}
function inline(parent, source) {
  const pattern = /\*\*([^*]+)\*\*|\[([^\]]+)\]\(((?:https?:\/\/|mailto:|\/)[^)\s]+)\)/g;
  let from = 0;
  for (const match of source.matchAll(pattern)) {
    parent.append(source.slice(from, match.index));
    if (match[1]) {
      const strong = element("strong");
      strong.textContent = match[1];
      parent.append(strong);
    } else {
      const link = element("a");
      Object.assign(link, { textContent: match[2], href: match[3], target: "_blank", rel: "noopener noreferrer" });
      parent.append(link);
    }
    from = match.index + match[0].length;
  }
  parent.append(source.slice(from));
  return parent;
}
function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

// Goes on in a language: the page's words, and its marking for screen readers. What was said before keeps its own.
function speak(language) {
  const page = document.documentElement;
  if (!language || language === page.lang) return;
  for (const item of log.children) item.lang ||= page.lang;
  page.lang = language;
  word = words[language] ?? words.en;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word[node.dataset.word];
  log.setAttribute("aria-label", word[log.dataset.label]);
  text.placeholder = word[text.dataset.placeholder];
  policy.href = `/p/${bot}/privacy?lang=${encodeURIComponent(language)}`;
  setStored(stored);
}

// The log stays at its end while it grows or shrinks, unless somebody has scrolled up to read.
let atEnd = true;
const toEnd = () => { log.scrollTop = log.scrollHeight; };
log.addEventListener("scroll", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40; });
new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(log);
function add(item) {
  log.append(item);
  toEnd();
  return item;
}
function showMine(said) {
  const item = element("div", "me");
  const bubble = element("div", "bubble");
  bubble.textContent = said;
  const who = element("span", "visually-hidden");
  who.textContent = word.you;
  bubble.prepend(who);
  item.append(bubble);
  return add(item);
}
function showNote(said, button) {
  const item = element("div", "note");
  item.textContent = said;
  if (button) item.append(button);
  return add(item);
}
function showReply(message) {
  const item = element("div", `bot ${message.type}`);
  const bubble = formatted(message.text);
  item.append(bubble);
  if (message.url && message.title) bubble.append(linkTo(message));
  else if (message.url && message.alt) bubble.append(pictureOf(message));
  if (message.choices?.length) {
    const choices = element("div", "choices");
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", word.answers);
    choices.tabIndex = -1;
    for (const choice of message.choices) {
      const button = element("button");
      button.type = "button";
      button.textContent = choice.title;
      button.dataset.choice = choice.id;
      button.addEventListener("click", () => say({ choice: choice.id }, choice.title));
      choices.append(button);
    }
    item.append(choices);
  }
  add(item);
}
function linkTo({ url, title }) {
  const line = element("p", "link");
  if (!/^(https:\/\/|mailto:|tel:)/.test(url)) return line;
  const link = element("a");
  Object.assign(link, { textContent: title, href: url, target: "_blank", rel: "noopener noreferrer" });
  line.append(link);
  return line;
}
// A picture lies on somebody's server, who would learn the address of whoever loads it: it is loaded when it is asked for.
function pictureOf({ url, alt }) {
  const figure = element("figure");
  const caption = element("figcaption");
  caption.textContent = alt;
  figure.append(caption);
  if (!url.startsWith("https://")) return figure;
  const button = element("button");
  button.type = "button";
  button.textContent = word.picture.replace("{host}", new URL(url).host);
  button.addEventListener("click", () => {
    const picture = element("img");
    Object.assign(picture, { alt, referrerPolicy: "no-referrer", decoding: "async", tabIndex: -1 });
    picture.addEventListener("load", () => figure.closest(".bot").scrollIntoView({ block: "nearest" }));
    picture.addEventListener("error", () => {
      const focused = document.activeElement === picture;
      caption.textContent = `${alt} (the picture cannot be loaded)`;
      caption.tabIndex = -1;
      picture.replaceWith(caption);
      figure.closest(".bot").scrollIntoView({ block: "nearest" });
      if (focused) caption.focus({ preventScroll: true });
    });
    picture.src = url;
    figure.replaceChildren(picture);
    picture.focus({ preventScroll: true });
  });
  figure.append(button);
  return figure;
}
// Buttons of earlier questions make room; only accepting the notice stays possible until it was done.
function putAwayChoices() {
  for (const choices of log.querySelectorAll(".choices")) {
    if (!choices.closest(".notice") || stored) choices.hidden = true;
    else choices.querySelector('[data-choice="notice.decline"]').hidden = true;
  }
}
// After a button the new buttons are next: their group is focused, not the first of them, so that a second press of Enter
// agrees to nothing. On touch screens the text field is left alone, or the keyboard would cover the answer.
function focusNext(typed) {
  const last = [...log.querySelectorAll(".choices:not([hidden])")].pop();
  const fresh = last && last.parentElement === log.lastElementChild;
  if (!typed && fresh) last.focus({ preventScroll: true });
  else if (typed || matchMedia("(pointer: fine)").matches) text.focus();
  else log.focus({ preventScroll: true });
}

function setBusy(now, said = "") {
  busy = now;
  send.disabled = now || !conversation;
  log.setAttribute("aria-busy", String(now));
  status.textContent = said;
}
function setStored(now) {
  stored = now;
  kept.textContent = now ? word.stored : word.nothing_stored;
  erase.hidden = !conversation;
}

// A restarted server may have a new widget key: the page it serves now has it.
async function begin() {
  const wanted = { person: visitor, lang: document.documentElement.lang };
  const path = `/v1/bots/${bot}/conversations`;
  try {
    return await request("POST", path, key, wanted);
  } catch (error) {
    if (error.code !== "unauthorized") throw error;
    const page = await (await fetch(location.pathname)).text();
    key = new DOMParser().parseFromString(page, "text/html").body.dataset.key ?? key;
    return request("POST", path, key, wanted);
  }
}

async function start() {
  setBusy(true, word.connecting);
  try {
    const begun = await begin();
    conversation = { id: begun.conversation, token: begun.token, lang: begun.lang };
    speak(begun.lang);
    setStored(false);
    begun.messages.forEach(showReply);
    setBusy(false);
  } catch (error) {
    setBusy(false, "");
    failed(error, start);
  }
}

// A message that is tried again keeps its id, so it acts once even if only the answer was lost.
async function say(content, shown, id = crypto.randomUUID?.() ?? randomText(), item = null) {
  if (busy || !conversation) return;
  const mine = item ?? showMine(shown);
  mine.classList.remove("unsent");
  setBusy(true, word.writing);
  try {
    const answer = await request("POST", `/v1/conversations/${conversation.id}/messages`, conversation.token, { id, ...content });
    conversation.lang = answer.conversation.lang;
    speak(conversation.lang);
    setStored(answer.conversation.stored);
    putAwayChoices();
    answer.messages.forEach(showReply);
    if (stored) remember();
    setBusy(false);
  } catch (error) {
    setBusy(false);
    if (error.code === "conversation_gone") return gone();
    mine.classList.add("unsent");
    return failed(error, () => say(content, shown, id, mine));
  }
  focusNext("text" in content);
}

function gone() {
  const said = stored ? word.ended : word.ended_unstored;
  forget();
  conversation = null;
  visitor = randomText();
  setStored(false);
  setBusy(false);
  log.querySelectorAll(".choices").forEach((choices) => { choices.hidden = true; });
  const again = restartButton();
  showNote(said, again);
  again.focus();
}
function failed(error, again) {
  const button = element("button");
  button.type = "button";
  button.textContent = word.again;
  button.addEventListener("click", () => { button.closest(".note").remove(); again(); });
  // What the server says of it is in English.
  const answered = word === words.en ? `${error.message}.` : word.refused;
  showNote(`${word.failed} ${error.name === "Error" ? answered : word.unreachable}`, button);
  button.focus();
}
function restartButton() {
  const button = element("button");
  button.type = "button";
  button.textContent = word.anew;
  button.addEventListener("click", () => { log.replaceChildren(); start(); text.focus(); });
  return button;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const written = text.value.trim();
  if (!written || busy || !conversation) return;
  text.value = "";
  text.style.height = "";
  say({ text: written }, written);
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
text.addEventListener("input", () => {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  if (!busy) status.textContent = text.value.length >= text.maxLength ? word.too_long : "";
});

erase.addEventListener("click", () => {
  sure.returnValue = ""; // Escape keeps the value of the time before
  sure.showModal();
});
sure.addEventListener("close", async () => {
  if (sure.returnValue !== "yes" || !conversation) return erase.focus();
  setBusy(true, word.deleting);
  try {
    await request("DELETE", `/v1/conversations/${conversation.id}`, conversation.token);
    forget();
    conversation = null;
    visitor = randomText();
    log.replaceChildren();
    setStored(false);
    setBusy(false);
    const again = restartButton();
    showNote(word.erased, again);
    again.focus();
  } catch (error) {
    setBusy(false);
    if (error.code === "conversation_gone") gone();
    else failed(error, () => erase.click());
  }
});

const before = recall();
if (before?.visitor && before?.conversation?.token) {
  ({ visitor, conversation } = before);
  speak(conversation.lang);
  setStored(true);
  showNote(word.welcome_back);
} else {
  start();
}
