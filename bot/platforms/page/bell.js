// Tells that something came while nobody was looking: a short ring, a shake, a count in the title.
const RING = [[660, 0], [880, 0.18]]; // hertz, seconds from now
const RING_S = 0.35;

export class Bell {
  constructor(on) {
    this.on = on;
    this.missed = 0;
    this.title = document.title;
    // Browsers allow sound only after the person has touched the page once.
    for (const gesture of ["pointerdown", "keydown"]) {
      window.addEventListener(gesture, () => this.prepare(), { once: true });
    }
    window.addEventListener("focus", () => this.seen());
    document.addEventListener("visibilitychange", () => document.hidden || this.seen());
  }

  prepare() {
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (Audio) this.audio ??= new Audio();
  }

  rename(title) {
    this.title = title;
    this.showTitle();
  }

  // Something new is there; silent lines are counted, not heard.
  notice(silent) {
    if (!document.hidden && document.hasFocus()) return;
    this.missed += 1;
    this.showTitle();
    if (this.on && !silent) this.ring();
  }

  ring() {
    navigator.vibrate?.([120, 80, 120]);
    if (!this.audio) return;
    this.audio.resume();
    for (const [pitch, after] of RING) this.tone(pitch, this.audio.currentTime + after);
  }

  // A struck bell: full at once, then fading, or it would click at the end.
  tone(pitch, start) {
    const oscillator = new OscillatorNode(this.audio, { frequency: pitch });
    const volume = new GainNode(this.audio, { gain: 0 });
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + RING_S);
    oscillator.connect(volume).connect(this.audio.destination);
    oscillator.start(start);
    oscillator.stop(start + RING_S);
  }

  seen() {
    this.missed = 0;
    this.showTitle();
  }

  showTitle() {
    document.title = this.missed > 0 ? `(${this.missed}) ${this.title}` : this.title;
  }
}
