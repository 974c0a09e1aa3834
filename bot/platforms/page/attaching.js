// One picture or document that goes with what is written; offered only where the bot wants one.
const MOST_BYTES = 5000000;

export class Attaching {
  constructor(at, texts) {
    this.at = at; // the page's elements by id
    this.texts = texts;
    this.file = null;
    at("attach").addEventListener("click", () => at("file").click());
    at("file").addEventListener("change", () => this.choose(at("file").files[0]));
    at("unchoose").addEventListener("click", () => this.unchoose());
  }

  offer(wanted) {
    this.at("attach").hidden = !wanted;
    if (!wanted) this.forget();
  }

  choose(file) {
    this.at("file").value = ""; // the same file may be chosen again
    if (!file) return;
    const tooBig = file.size > MOST_BYTES;
    this.file = tooBig ? null : file;
    this.say(tooBig ? this.texts.too_big : this.texts.chosen.replace("{name}", () => file.name));
    this.at("chosen").classList.toggle("refused", tooBig);
    this.at("unchoose").hidden = tooBig;
    this.at(tooBig ? "attach" : "text").focus();
  }

  unchoose() {
    this.forget();
    this.at("attach").focus();
  }

  // What goes along with the message that is being sent.
  take() {
    const file = this.file;
    this.forget();
    return file;
  }

  forget() {
    this.file = null;
    this.say("");
  }

  say(text) {
    this.at("chosen").hidden = !text;
    this.at("chosen-name").textContent = text;
  }
}
