// The list of what was said: bubbles, days, buttons. Texts are only ever set as text, never as HTML.
const SUM = /(\d{1,3}(?:[.,]\d{3})+|\d+)[\s\u00a0]?[đ₫](?!\p{L})/gu; // 500.000 đ, but not "2026 đến"
const QUESTION = "the open question";
const OFFER = /^o\d+:/; // how the keys of a standing offer begin

export class Lines {
  constructor(list, page, press) {
    this.list = list;
    this.texts = page.texts;
    this.press = press;
    const style = { timeZone: page.zone };
    this.clock = new Intl.DateTimeFormat(page.language, { ...style, hour: "2-digit", minute: "2-digit", hour12: false });
    this.dayOf = new Intl.DateTimeFormat("en-CA", style); // 2026-11-21: to compare, not to show
    this.dayName = new Intl.DateTimeFormat(page.language, { ...style, weekday: "long", day: "numeric", month: "numeric" });
    this.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.stored = new Set(); // ids of the person's own lines that the server has
    this.waiting = new Map(); // what is on its way: id → element
    this.open = new Map(); // buttons that still work: the question or "o12:" → element
    this.said = new Map(); // the bot's lines, which it may change: number → element
    this.day = "";
  }

  // A line as the server has stored it.
  add(line) {
    if (!line.text && !line.image && !line.document) return; // forgotten after its time
    if (line.mine) {
      this.settle(line.choices[0]?.[0] ?? "");
      this.stored.add(line.message);
    }
    this.addDay(line.at);
    const item = this.arrived(line.message) ?? this.bubble(line);
    if (!line.mine) {
      this.said.set(line.number, item);
      this.addButtons(item, line.choices);
    }
    this.place(item);
  }

  // What the bot said before and puts otherwise now: in its old place, without a sound.
  change(line) {
    const item = this.said.get(line.number);
    if (!item) return; // older than what is shown
    item.querySelector(".bubble").replaceWith(this.bubble(line).firstChild);
    if (item.dataset.choices === JSON.stringify(line.choices)) return;
    for (const [subject, holder] of this.open) if (item.contains(holder)) this.forget(subject);
    this.addButtons(item, line.choices);
  }

  addButtons(item, choices) {
    item.dataset.choices = JSON.stringify(choices);
    if (choices.length > 0) item.append(this.buttons(choices));
  }

  // What was just written: shown at once, until the stored line comes.
  addWaiting(item) {
    if (this.stored.has(item.id)) return; // it arrived, only the answer to the post did not
    this.settle(item.pressed);
    this.addDay(item.at);
    const text = [item.file && `📎 ${item.file.name}`, item.text].filter(Boolean).join("\n");
    const element = this.bubble({ mine: true, text, at: item.at });
    this.list.append(element);
    this.waiting.set(item.id, element);
    this.mark(item.id, "waiting", this.texts.sending);
  }

  // The bubble that is there already: a new one would be read out a second time.
  arrived(id) {
    const element = this.waiting.get(id);
    this.mark(id, "arrived", "");
    this.waiting.delete(id);
    return element;
  }

  // Stored lines come before what is still on its way.
  place(item) {
    const next = this.waiting.values().next().value ?? null;
    if (item.parentNode !== this.list || item.nextSibling !== next) this.list.insertBefore(item, next);
  }

  mark(id, state, text) {
    const element = this.waiting.get(id);
    if (!element) return;
    element.classList.remove("waiting", "late", "refused");
    element.classList.add(state);
    element.querySelector(".state").textContent = text;
  }

  addDay(at) {
    const day = this.dayOf.format(new Date(at));
    if (day === this.day) return;
    this.day = day;
    this.place(make("li", "day", make("span", "", this.nameOfDay(new Date(at), day))));
  }

  nameOfDay(at, day) {
    const now = Date.now();
    if (day === this.dayOf.format(now)) return this.texts.today;
    if (day === this.dayOf.format(now - 24 * 3600 * 1000)) return this.texts.yesterday;
    return this.dayName.format(at);
  }

  bubble(line) {
    const item = make("li", line.mine ? "line mine" : "line");
    const bubble = make("div", "bubble");
    bubble.append(make("span", "unseen", `${line.mine ? this.texts.you_say : this.texts.bot_says}: `));
    if (line.image) bubble.append(this.picture(line.image));
    if (line.text) bubble.append(paragraph(line.text));
    if (line.document) bubble.append(this.paper(line.document));
    bubble.append(this.foot(line.at));
    item.append(bubble);
    return item;
  }

  foot(at) {
    const time = make("time", "", this.clock.format(new Date(at)));
    time.dateTime = at;
    return make("span", "foot", make("span", "state"), time);
  }

  picture(name) {
    const picture = make("img", "picture");
    picture.src = `/files/${encodeURIComponent(name)}`;
    picture.alt = this.texts.picture;
    const link = this.link(name, "picture-link", picture);
    picture.addEventListener("error", () => this.sayIfGone(link));
    return link;
  }

  // A draft's picture is not kept for ever; without a connection it may only be late.
  async sayIfGone(link) {
    const answer = await fetch(link.href).catch(() => null);
    if (answer?.status === 404) link.replaceWith(make("span", "gone", this.texts.picture_gone));
  }

  paper(name) {
    const kind = /\.(\w+)$/.exec(name)?.[1].toUpperCase() ?? "";
    const label = make("span", "", kind ? `${this.texts.open_file} (${kind})` : this.texts.open_file);
    return this.link(name, "paper", label);
  }

  link(name, look, ...children) {
    const link = make("a", look, ...children);
    link.href = `/files/${encodeURIComponent(name)}`;
    link.target = "_blank";
    link.rel = "noopener";
    return link;
  }

  // A question's buttons carry the number that may be typed, or said over the phone, instead.
  buttons(choices) {
    const group = make("div", "buttons");
    group.setAttribute("role", "group");
    choices.forEach(([key, label], index) => {
      const button = make("button", "choice", paragraph(label));
      button.type = "button";
      if (subjectOf(key) === QUESTION) button.prepend(badge(index + 1));
      else button.classList.add("offer");
      button.addEventListener("click", () => this.press(key, label));
      group.append(button);
    });
    const holder = make("div", "choices", group, this.reopener(group));
    this.remember(subjectOf(choices[0][0]), holder);
    return holder;
  }

  // A question begun by an offer may be given up: the offer still stands, and is found here.
  reopener(group) {
    const again = make("button", "again", this.texts.choose_again);
    again.type = "button";
    again.hidden = true;
    again.addEventListener("click", () => {
      again.hidden = true;
      group.hidden = false;
      group.querySelector("button").focus({ preventScroll: true });
    });
    return again;
  }

  // A newer question closes the one before; an offer said again moves to its newest line.
  remember(subject, holder) {
    this.forget(subject);
    this.open.set(subject, holder);
  }

  forget(subject) {
    this.open.get(subject)?.remove();
    this.open.delete(subject);
  }

  // After an answer its buttons are gone. Words typed answer the question and no offer, and when
  // the question stays open the bot says it again.
  settle(pressed) {
    const subject = pressed ? subjectOf(pressed) : QUESTION;
    if (subject === QUESTION) return this.forget(QUESTION);
    const [group, again] = this.open.get(subject)?.children ?? [];
    if (!group) return;
    group.hidden = true;
    again.hidden = false;
  }

  firstButton() {
    return [...this.open.values()].at(-1)?.querySelector(".buttons:not([hidden]) button");
  }
}

function subjectOf(key) {
  return OFFER.exec(key)?.[0] ?? QUESTION;
}

function badge(number) {
  const element = make("span", "badge", String(number));
  element.setAttribute("aria-hidden", "true");
  return element;
}

// Sums are what people look for: bold, and never broken at the end of a row.
function paragraph(text) {
  const element = make("span", "words");
  let end = 0;
  for (const match of text.matchAll(SUM)) {
    element.append(text.slice(end, match.index), make("b", "sum", match[0]));
    end = match.index + match[0].length;
  }
  element.append(text.slice(end));
  return element;
}

export function make(tag, look, ...children) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  element.append(...children);
  return element;
}
