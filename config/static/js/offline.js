/* Pages without a network: says so, sends what waits on this device, asks before it is wiped.
   Every page works without this file; only keeping reports on the device needs it. */
(() => {
  "use strict";
  const place = document.querySelector("[data-unsent]");
  if (!place || !window.isSecureContext || !navigator.serviceWorker || !navigator.locks) return;
  const { account } = document.body.dataset;
  const isShell = "shell" in document.body.dataset;
  const form = document.getElementById("report");
  const words = place.dataset;
  const NEW = "/report/new/";
  const THANKS = /\/report\/[0-9a-f-]{36}\/thanks\/$/;
  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const DAY_MS = 86400000, RETRY_MS = 15000;
  const state = { away: !navigator.onLine || isShell, mine: 0, others: 0, note: "" };
  const say = (text, value) => text.replace("{}", value);

  /* The bar under the header, and the words on the button. */
  function show() {
    const parts = [];
    if (state.away) parts.push(form && !form.hidden ? words.awayForm : words.away);
    if (state.mine) parts.push(state.mine === 1 ? words.one : say(words.many, state.mine));
    if (state.note) parts.push(words[state.note]);
    if (state.others) parts.push(words.others);
    const text = parts.join(" ");
    if (place.textContent.trim() !== text) {
      const bar = document.getElementById("unsent-bar").content.cloneNode(true);
      bar.querySelector("span").textContent = text;
      if (state.note === "look") bar.querySelector("a").hidden = false;
      place.replaceChildren(...(text ? [bar] : []));
      place.hidden = !text;
      dispatchEvent(new CustomEvent("luwte:say", { detail: text }));
    }
    const button = form && document.querySelector("button[form=report][data-away]");
    if (!button || button.classList.contains("is-busy")) return;
    button.dataset.label ||= button.textContent;
    button.textContent = state.away ? button.dataset.away : button.dataset.label;
  }
  async function mineOnly() {
    const me = account || (await vault.who())?.account;
    return (one) => one.account === me;
  }
  /* What waits here. A browser that wipes its storage while the page is left, or keeps none,
     closes the vault to us: there is nothing to send, and what was said last still stands. */
  async function count() {
    let waiting, isMine;
    try {
      waiting = await vault.all();
      isMine = account || isShell ? await mineOnly() : () => true;
    } catch {
      return [];
    }
    state.mine = waiting.filter(isMine).length;
    state.others = waiting.length - state.mine;
    if (!account && !isShell) state.note = state.mine ? "signIn" : "";
    show();
    return waiting;
  }

  /* Sending: under a lock, under the report's own key, with a fresh page of this session. */
  async function load(address) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { url: new URL(answer.url), page, account: page.body.dataset.account };
  }
  function post(address, token, data) {
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    return fetch(address, { method: "POST", headers, body: data });
  }
  function completed(fields, page, id) {
    const data = new URLSearchParams(fields.filter(([name]) => name !== "key"));
    data.set("key", id);
    const teams = [...page.querySelectorAll("#report select[name=team] option, #report input[name=team]")];
    const written = (data.get("team_name") || "").trim().toLowerCase();
    const named = written ? teams.filter((one) => one.textContent.trim().toLowerCase() === written) : [];
    const [only, another] = teams.length > 1 ? named : teams;
    if (!data.get("team") && only && !another) data.set("team", only.value);
    return data;
  }
  /* One report: "sent", "look" when a person must finish it on the form, or "wait". */
  async function sendOne(record, key) {
    const { url, page } = await load(`${NEW}?key=${record.id}`);
    if (THANKS.test(url.pathname)) return { end: "sent", url };
    const { fields, wrote } = await vault.open(record, key);
    const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    const data = completed(fields, page, record.id);
    const answer = data.get("team") ? await post(NEW, token, data) : { status: 422 };
    const there = new URL(answer.url || location.href);
    if (answer.ok && THANKS.test(there.pathname)) return { end: "sent", url: there, wrote };
    if (answer.status !== 422) return { end: "wait" };
    const isOther = page.querySelector("#report [name=key]").value !== record.id;
    if (isOther && page.querySelector("[data-draft]")) return { end: "look", isKept: true };
    const draft = await post(`${NEW}draft/`, token, data);
    return draft.status === 200 ? { end: "look" } : { end: "wait" };
  }
  async function sendMine(waiting) {
    const fresh = await load(NEW);
    state.away = false;
    const mine = waiting.filter((one) => one.account === fresh.account);
    if (!fresh.account) state.note = "signIn";
    if (!mine.length) return [];
    const token = fresh.page.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await post("/account/key/private/", token);
    if (answer.status === 410) state.note = "lost";
    if (!answer.ok) return [];
    const { key } = await answer.json();
    const ends = [];
    for (const record of mine) {
      const result = await sendOne(record, key).catch(() => ({ end: "wait" }));
      if (result.end !== "wait" && !result.isKept) await vault.drop(record.id);
      if (result.end === "look") state.note = "look";
      ends.push(result);
    }
    return ends;
  }
  async function sendAll() {
    const waiting = await count();
    if (!account && !isShell) return;
    if (!waiting.length) return isShell && probe();
    const ends = await navigator.locks.request("luwte-send", { ifAvailable: true }, (lock) =>
      lock ? sendMine(waiting).catch(() => []) : []);
    await count();
    const sent = ends.filter(({ end }) => end === "sent");
    if (isShell && sent.length) return location.replace(sent.at(-1).url);
    if (isShell && ends.length && !state.mine) return location.replace(NEW);
    if (isShell && state.note === "signIn") return location.replace("/home/");
    for (const { wrote, url } of sent) toast(wrote, url);
  }
  /* A page of the shell asks now and then whether the server can be reached again. */
  async function probe() {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    state.away = !answer?.ok;
    show();
  }
  function toast(wrote, url) {
    const made = document.getElementById("sent-toast").content.cloneNode(true);
    const clock = new Date(wrote || Date.now()).toLocaleTimeString(document.documentElement.lang, CLOCK);
    made.querySelector("span").textContent = wrote ? say(words.sent, clock) : words.sentBefore;
    made.querySelector("a").href = url;
    document.querySelector(".toasts").append(made);
  }

  /* The form of the shell: begun now, on this device, under a key of its own. */
  function begin() {
    const now = new Date();
    const [day, clock] = new Date(now - now.getTimezoneOffset() * 60000).toISOString().split("T");
    form.elements.key.value = crypto.randomUUID();
    for (const [name, value] of [["occurred_on", day], ["occurred_time", clock.slice(0, 5)]]) {
      if (!form.elements[name].value) form.elements[name].value = value;
    }
    form.elements.occurred_on.max = form.elements.wish_on.min = day;
    for (const shown of form.querySelectorAll(".fact .num")) shown.textContent = clock.slice(0, 5);
    form.addEventListener("submit", (event) => {
      const missing = ["behaviours", "reading"].filter((name) => !new FormData(form).has(name));
      const summary = document.querySelector(".err-sum");
      for (const line of summary.querySelectorAll("[data-for]")) line.hidden = !missing.includes(line.dataset.for);
      summary.hidden = !missing.length;
      if (!missing.length) return;
      event.preventDefault();
      summary.focus();
    });
  }

  /* Signing out: what waits is kept sealed, or wiped on request. */
  async function askFirst(leaving) {
    const waiting = (await vault.all()).filter((one) => one.account === account);
    const warning = leaving.querySelector("[data-warning]");
    warning.hidden = !waiting.length;
    leaving.addEventListener("submit", async (event) => {
      event.preventDefault();
      const isWiping = leaving.querySelector("[name=unsent]:checked")?.value === "wipe";
      for (const { id } of isWiping ? waiting : []) await vault.drop(id);
      await vault.forget();
      leaving.elements.stored.value = (await vault.all()).length ? "" : "nothing";
      leaving.submit();
    });
  }

  /* Get ready for the next time without a network: the worker, its pages, the public key. */
  async function prepare() {
    if (!account || isShell) return;
    const { lang } = document.documentElement;
    const known = await vault.who();
    const isFresh = known?.account === account && known.lang === lang && Date.now() - known.at < DAY_MS;
    const worker = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    if (isFresh) return;
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const answer = await post("/account/key/", token);
    if (!answer.ok) return;
    await vault.know({ ...(await answer.json()), lang, at: Date.now() });
    worker.active?.postMessage("refresh");
  }

  addEventListener("online", () => { state.away = isShell; sendAll(); });
  addEventListener("offline", () => { state.away = true; show(); });
  if (isShell && form) {
    const isKept = new URLSearchParams(location.search).has("kept");
    for (const part of document.querySelectorAll("[data-kept]")) part.hidden = (part.dataset.kept === "yes") !== isKept;
    if (isKept) form.hidden = true;
    else begin();
  }
  const leaving = document.querySelector("form[data-sign-out]");
  if (leaving) askFirst(leaving);
  else prepare().catch(() => {}).then(sendAll);
  setInterval(() => (state.mine || isShell) && sendAll(), RETRY_MS);
})();
