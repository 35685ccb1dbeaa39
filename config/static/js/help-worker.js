/* Asks every three seconds which calls there are. A worker of its own: a hidden tab does not slow it. */
"use strict";
const EVERY = 3000;
const SILENT_AFTER = 15000;
const TIMEOUT = 4000;
let heardAt = Date.now();

async function ask(url) {
  try {
    const answer = await fetch(url, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const calls = answer.status === 204 ? [] : (await answer.json()).calls;
    heardAt = Date.now();
    postMessage({ isHeard: true, at: heardAt, calls });
  } catch {
    postMessage({ isHeard: false, at: heardAt, isSilent: Date.now() - heardAt >= SILENT_AFTER });
  }
  setTimeout(ask, EVERY, url);
}

addEventListener("message", (event) => ask(event.data.url), { once: true });
