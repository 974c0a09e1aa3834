// What the person wrote and the server has not yet acknowledged: kept in the browser, sent in
// order, and sent again with the same id until it has arrived, so that nothing is lost or doubled.
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
const PATIENCE_MS = 20000;
const FILE_PATIENCE_MS = 180000; // 5 MB by a phone in the hills

const JSON_TYPE = { "Content-Type": "application/json" };

export class Outgoing {
  constructor(url, store, on) {
    this.url = url;
    this.store = store; // name in localStorage
    this.on = on; // sent(item), waiting(item), refused(item)
    this.items = this.load();
    this.failures = 0;
    this.sending = false;
    window.addEventListener("online", () => this.send());
  }

  add(item) {
    this.items.push(item);
    this.save();
    this.send();
  }

  // One at a time: the order in which things were said is part of what was said.
  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    while (this.items.length > 0) {
      const item = this.items[0];
      const answer = await this.post(item);
      if (answer === "waiting") {
        this.on.waiting(item);
        this.tryLater();
        break;
      }
      this.failures = 0;
      this.items.shift();
      this.save();
      this.on[answer](item);
    }
    this.sending = false;
  }

  async post({ id, text, pressed, file }) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), file ? FILE_PATIENCE_MS : PATIENCE_MS);
    const said = JSON.stringify(pressed ? { id, pressed } : { id, text });
    const how = file ? { body: withFile(said, file) } : { body: said, headers: JSON_TYPE };
    try {
      const response = await fetch(this.url, { method: "POST", ...how, signal: stop.signal });
      if (response.ok) return "sent";
      return response.status < 500 ? "refused" : "waiting";
    } catch {
      return "waiting";
    } finally {
      clearTimeout(timer);
    }
  }

  tryLater() {
    const wait = WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.send(), wait);
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.store)) ?? [];
    } catch {
      return [];
    }
  }

  // A file is kept in memory only: what browsers store is too small for it.
  // A browser that keeps nothing (private mode) still sends, it only forgets on a reload.
  save() {
    try {
      localStorage.setItem(this.store, JSON.stringify(this.items.filter((item) => !item.file)));
    } catch {
      // the copy in memory is enough until then
    }
  }
}

function withFile(said, file) {
  const form = new FormData();
  form.append("said", said);
  form.append("file", file, file.name);
  return form;
}

// randomUUID exists only on https and localhost; a club's own machine may be neither.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
