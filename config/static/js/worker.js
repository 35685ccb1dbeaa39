/* The service worker: keeps the report form at hand without a network, and what is sent from it.
   It caches the files of FILES and two pages that name nobody; see /sw.js for the list. */
(() => {
  "use strict";
  const CACHE = "luwte-shell";
  const FORM = "/report/offline/", LOST = "/offline/", SEND = "/report/new/", HELP = "/help/";
  const IS_DOWN = [502, 503, 504];
  const PATIENCE_MS = 20000;

  addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("message", (event) => {
    if (event.data === "refresh") event.waitUntil(fill());
  });
  addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin) return;
    if (request.mode !== "navigate") {
      if (FILES.includes(url.pathname)) event.respondWith(fetch(request).catch(() => kept(request)));
    } else if (request.method === "GET") event.respondWith(visit(request, url));
    else if (request.method !== "POST") return;
    else if (url.pathname === SEND) event.respondWith(send(request));
    else if (url.pathname.startsWith(HELP)) event.respondWith(fetch(request).catch(() => kept(LOST)));
  });

  async function fill() {
    const cache = await caches.open(CACHE);
    const wanted = [...FILES, FORM, LOST];
    await Promise.all(wanted.map(async (path) => {
      const answer = await fetch(path, { cache: FILES.includes(path) ? "default" : "reload" });
      if (answer.ok && !answer.redirected) await cache.put(path, answer);
    }));
    for (const { url } of await cache.keys()) {
      if (!wanted.includes(new URL(url).pathname)) await cache.delete(url);
    }
  }
  async function kept(request) {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
  async function visit(request, url) {
    try {
      const answer = await fetch(request);
      if (url.pathname !== SEND || !IS_DOWN.includes(answer.status)) return answer;
    } catch { /* no network: the shell below */ }
    const isForm = [SEND, FORM].includes(url.pathname);
    return kept(isForm && (await vault.who()) ? FORM : LOST);
  }
  /* A page of the shell has no token and cannot be taken by the server: what it sends is kept.
     What was kept though the server took it is found again under its key. */
  async function send(request) {
    const form = await request.clone().formData();
    if (form.has("csrfmiddlewaretoken")) {
      const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
      try {
        const answer = await Promise.race([fetch(request), late]);
        if (!IS_DOWN.includes(answer.status)) return answer;
      } catch { /* no network: kept below */ }
    }
    const id = await vault.keep(form);
    return id ? Response.redirect(`${FORM}?kept=${id}`, 303) : kept(LOST);
  }
})();
