// Says that somebody wrote, to who does not look: a number in the title, and for who wants them a sound and a notification. In Chat,
// while it is looked at, the page itself tells. What was told is kept for all tabs, so that one of them tells of it.
const hiddenMs = 45_000;
const openMs = 20_000;
/** Older than this, what was told is forgotten: who comes back in the morning sees it on the page. */
const memoryMs = 5 * 60_000;
const store = "aftercall-told";
const inChat = document.querySelector("nav.places .to-chat[aria-current=page]") !== null;
let tag = null;
let answer = null;
let timer = 0;
let audio = null;

function remembered() {
  try {
    const { count, at } = JSON.parse(localStorage.getItem(store));
    return Date.now() - at < memoryMs ? count : null;
  } catch {
    return null;
  }
}

function remember(count) {
  try {
    localStorage.setItem(store, JSON.stringify({ count, at: Date.now() }));
  } catch {
    // Blocked: each poll is the first.
  }
}

function inTitle() {
  return Number(/^\((\d+)/.exec(document.title)?.[1] ?? 0);
}

/** Two short tones, the second higher. */
function ring() {
  audio ??= new AudioContext();
  void audio.resume();
  for (const [n, frequency] of [660, 880].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + n * 0.16;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.12, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.16);
  }
}

function notify({ title, text }) {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  try {
    const shown = new Notification(title, { body: text, tag: store, icon: "/monitor/icon.svg" });
    shown.onclick = () => {
      shown.close();
      focus();
      location.assign("/monitor?view=new");
    };
  } catch {
    // Chrome on Android shows them from a service worker only.
  }
}

function tell() {
  const told = remembered();
  remember(answer.new);
  const count = answer.new > 0 ? `(${answer.new > 99 ? "99+" : answer.new}) ` : "";
  document.title = count + document.title.replace(/^\(\d+\+?\) /, "");
  if (told === null || answer.new <= told) return;
  if (answer.sound) ring();
  if (answer.notice) notify(answer);
}

async function ask() {
  try {
    const headers = tag ? { "if-none-match": tag } : {};
    const response = await fetch("/monitor/told", { headers, redirect: "manual", cache: "no-store" });
    if (response.status === 200) {
      tag = response.headers.get("etag");
      answer = await response.json();
    } else if (response.status !== 304) return response.status >= 500;
    tell();
  } catch {
    // The connection is lost: the next may get through.
  }
  return true;
}

/** Who is signed out is not asked for any more. */
async function poll() {
  clearTimeout(timer);
  if (inChat && !document.hidden) return;
  if (!(await ask())) return;
  clearTimeout(timer);
  timer = setTimeout(poll, document.hidden ? hiddenMs : openMs);
}

document.addEventListener("visibilitychange", () => {
  if (inChat && document.hidden) remember(inTitle());
  clearTimeout(timer);
  timer = setTimeout(poll, document.hidden ? hiddenMs : 0);
});
if (inChat && document.hidden) remember(inTitle());
void poll();

const choice = document.getElementById("told");
choice?.addEventListener("change", async ({ target }) => {
  if (!target.checked) return;
  if (target.value === "sound") ring();
  else if (!("Notification" in globalThis) || (await Notification.requestPermission()) !== "granted") {
    target.checked = false;
    const denied = document.getElementById("told-denied");
    denied.textContent = denied.dataset.text;
  }
});
