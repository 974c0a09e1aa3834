// The chat page: what is typed or pressed goes out by POST, what is said comes in as events.
import { Attaching } from "./attaching.js";
import { Bell } from "./bell.js";
import { chooseLanguage } from "./language.js";
import { Lines } from "./lines.js";
import { newId, Outgoing } from "./outgoing.js";
import { Stream } from "./stream.js";

const NEAR_BOTTOM_PX = 120;
const TYPING_MS = 12000; // longer than any answer takes
const VISIT_AGAIN_MS = 3000;
const page = JSON.parse(document.body.dataset.page);
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(page.chat ? { chat: page.chat } : {});
const lines = new Lines(at("log"), page, press);
const bell = new Bell(recall("sound") !== "off");
const outgoing = new Outgoing(`/api/send?${query}`, `outgoing ${page.chat}`, {
  sent: () => {},
  waiting: (item) => { stopTyping(); lines.mark(item.id, "late", page.texts.waiting); },
  refused: (item) => { stopTyping(); lines.mark(item.id, "refused", page.texts.refused); },
});
const stream = new Stream(streamAddress, {
  line: take,
  changed: (line) => lines.change(line),
  who: introduce,
  live: becomeLive,
  fresh: startOver,
  connected: (yes) => { at("offline").hidden = yes; if (yes) outgoing.send(); },
});
const attaching = new Attaching(at, page.texts);
let following = true; // the newest line is in sight, and is to stay so
let lastTop = 0;
let live = false; // the history has been shown, what comes now is news
let typingTimer = 0;

// --- what is remembered in this browser ------------------------------------------------------

function recall(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* private mode: until the next load */ }
}

// --- in -------------------------------------------------------------------------------------

function streamAddress(after) {
  const parts = new URLSearchParams(query);
  if (isOn("plain")) parts.set("plain", "1");
  if (after !== null) parts.set("after", after);
  return `/api/stream?${parts}`;
}

function take(line) {
  lines.add(line);
  at("empty").hidden = true;
  if (!live) return;
  if (!line.mine) {
    stopTyping();
    bell.notice(line.silent);
    if (document.activeElement === at("log")) lines.firstButton()?.focus({ preventScroll: true });
  }
  if (following || line.mine) toBottom(); else at("newest").hidden = false;
}

function becomeLive() {
  if (live) return;
  live = true;
  for (const item of outgoing.items) lines.addWaiting(item);
  at("empty").hidden = at("log").children.length > 0;
  toBottom();
  // A screen reader says what comes from now on, not two hundred old lines.
  at("log").setAttribute("aria-live", "polite");
  outgoing.send();
}

function startOver() {
  live = false;
  at("log").setAttribute("aria-live", "off");
  lines.clear();
}

function introduce({ club, name, detail, takes_file: takesFile }) {
  attaching.offer(takesFile);
  at("club").textContent = club || page.texts.page_title;
  at("who").textContent = [name, detail].filter(Boolean).join(" · ");
  at("who").hidden = !name;
  bell.rename([name, club || page.texts.page_title].filter(Boolean).join(" · "));
}

// --- out ------------------------------------------------------------------------------------

function say(item) {
  const whole = { id: newId(), at: new Date().toISOString(), ...item };
  at("empty").hidden = true;
  lines.addWaiting(whole);
  toBottom();
  startTyping();
  outgoing.add(whole);
}

// The pressed button disappears: keep the focus in the chat, where the next buttons will be.
function press(key, label) {
  at("log").focus({ preventScroll: true });
  say({ pressed: key, text: label });
}

function submit(event) {
  event?.preventDefault();
  const text = at("text").value.trim();
  const file = attaching.take();
  at("text").value = "";
  fitComposer();
  at("text").focus();
  if (file) say({ text, file }); else if (text) say({ text });
}

// Enter sends, except while an input method (Telex, VNI) is still composing a letter.
function keyInComposer(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
}

function fitComposer() {
  const field = at("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

// --- what is seen -----------------------------------------------------------------------------

function startTyping() {
  clearTimeout(typingTimer);
  at("typing").hidden = false;
  typingTimer = setTimeout(stopTyping, TYPING_MS);
  toBottom();
}

function stopTyping() {
  clearTimeout(typingTimer);
  at("typing").hidden = true;
}

function toBottom() {
  at("scroll").scrollTop = at("scroll").scrollHeight;
  at("newest").hidden = true;
}

// Only a person scrolls up: that the page grew below is no wish to stay behind.
function noteScroll() {
  const { scrollHeight, scrollTop, clientHeight } = at("scroll");
  const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  following = near || (following && scrollTop >= lastTop);
  lastTop = scrollTop;
  if (near) at("newest").hidden = true;
}

// What changes height later (a picture, the keyboard) must not push the newest line out of sight.
function stayAtBottom() {
  if (following) toBottom();
}

// --- the menu -----------------------------------------------------------------------------------

function showMenu(open) {
  at("menu").hidden = !open;
  at("menu-button").setAttribute("aria-expanded", open);
}

function closeMenuByKey(event) {
  if (event.key !== "Escape" || at("menu").hidden) return;
  showMenu(false);
  at("menu-button").focus();
}

function isOn(name) {
  return at(name).getAttribute("aria-checked") === "true";
}

function turn(name, on) {
  at(name).setAttribute("aria-checked", on);
  keep(name, on ? "on" : "off");
}

function turnSound() {
  bell.on = !bell.on;
  turn("sound", bell.on);
  if (bell.on) bell.ring();
}

function turnPlain() {
  turn("plain", !isOn("plain"));
  stream.restart();
}

function prepareMenu() {
  turn("sound", bell.on);
  const wished = new URLSearchParams(location.search).get("plain");
  turn("plain", wished === null ? recall("plain") === "on" : wished === "1");
  at("change-person").hidden = at("second-window").hidden = !page.chat;
  for (const choice of document.getElementsByName("language")) {
    choice.checked = choice.value === page.language;
    choice.addEventListener("change", () => speak(choice));
  }
}

// The server words the page at its next load; the bot hears it as it may also be typed.
function speak(choice) {
  say({ text: choice.labels[0].textContent.trim() });
  chooseLanguage(choice.value);
}

// --- start ----------------------------------------------------------------------------------------

// The stream needs the cookie that a visit leaves; without a server there is nothing to do but wait.
async function visit() {
  try {
    const response = await fetch("/api/visit", { method: "POST" });
    if (response.ok) return stream.open();
  } catch {
    at("offline").hidden = false;
  }
  setTimeout(visit, VISIT_AGAIN_MS);
}

at("composer").addEventListener("submit", submit);
at("text").addEventListener("keydown", keyInComposer);
at("text").addEventListener("input", fitComposer);
at("hello").addEventListener("click", () => say({ text: page.texts.hello }));
at("newest").addEventListener("click", toBottom);
at("scroll").addEventListener("scroll", noteScroll);
const heights = new ResizeObserver(stayAtBottom);
for (const part of ["log", "scroll"]) heights.observe(at(part));
at("menu-button").addEventListener("click", () => showMenu(at("menu").hidden));
at("sound").addEventListener("click", turnSound);
at("plain").addEventListener("click", turnPlain);
document.addEventListener("keydown", closeMenuByKey);
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#menu, #menu-button")) showMenu(false);
});
prepareMenu();
visit();
