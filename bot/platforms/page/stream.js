// The live connection: server-sent events, resumed after the last line that the page has.
const AGAIN_MS = 3000;
const PATIENCE_MS = 2500; // a short gap is not worth a warning
const STALE_MS = 60000; // a phone that slept this long may hold a dead connection

export class Stream {
  constructor(address, on) {
    this.address = address; // (after) => the URL to follow
    this.on = on; // line, changed, who, live, fresh, connected(bool)
    this.last = null;
    this.source = null;
    this.hiddenAt = 0;
    window.addEventListener("online", () => this.open());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    document.addEventListener("visibilitychange", () => this.wakeUp());
  }

  open() {
    this.source?.close();
    clearTimeout(this.again);
    const source = new EventSource(this.address(this.last));
    this.source = source;
    source.onopen = () => this.connected();
    source.onerror = () => this.lost(source);
    source.onmessage = (event) => this.take(JSON.parse(event.data));
    source.addEventListener("changed", (event) => this.on.changed(JSON.parse(event.data)));
    source.addEventListener("who", (event) => this.on.who(JSON.parse(event.data)));
    source.addEventListener("live", () => this.on.live());
    source.addEventListener("fresh", () => this.startOver());
  }

  // Show everything again, for instance in another style.
  restart() {
    this.startOver();
    this.open();
  }

  startOver() {
    this.last = null;
    this.on.fresh();
  }

  take(line) {
    if (this.last !== null && line.number <= this.last) return;
    this.last = line.number;
    this.on.line(line);
  }

  connected() {
    clearTimeout(this.warning);
    this.warning = null;
    this.on.connected(true);
  }

  // The browser reconnects by itself after a broken line, but gives up when the server answers
  // with an error, as it does while it starts.
  lost(source) {
    if (source !== this.source) return;
    this.warning ??= setTimeout(() => this.on.connected(false), PATIENCE_MS);
    if (source.readyState === EventSource.CLOSED) {
      clearTimeout(this.again);
      this.again = setTimeout(() => this.open(), AGAIN_MS);
    }
  }

  wakeUp() {
    if (document.hidden) {
      this.hiddenAt = Date.now();
    } else if (this.hiddenAt && Date.now() - this.hiddenAt > STALE_MS) {
      this.open();
    }
  }
}
