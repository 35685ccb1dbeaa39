/* Shows the calls that the worker hears: on the pages of who can be asked, and of who called. */
(() => {
  "use strict";
  const box = document.querySelector("[data-listen]");
  const own = document.querySelector("[data-own-call]");
  const from = box || own;
  if (!from || !window.Worker) return;
  const worker = new Worker(from.dataset.worker);
  const title = document.title;
  const shown = new Map();
  const find = (name, root = box) => root.querySelector(`[data-${name}]`);
  const all = (name, root = box) => root.querySelectorAll(`[data-${name}]`);
  const say = (detail) => dispatchEvent(new CustomEvent("luwte:say", { detail }));
  const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

  /* Sound: two tones, made here. It needs one click; until then the page says that it is off. */
  let audio = null;
  function tone(at, pitch) {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.35);
  }
  function ring() {
    if (!audio || audio.state !== "running") return;
    tone(audio.currentTime, 880);
    tone(audio.currentTime + 0.4, 660);
  }
  function sayWhetherSound() {
    const isOn = Boolean(audio) && audio.state === "running";
    find("listen-sound").hidden = isOn;
    find("listen-sound-on").hidden = !isOn;
  }
  function enableSound(isAsked) {
    audio = audio || new AudioContext();
    audio.resume().then(() => {
      sayWhetherSound();
      if (isAsked) ring();
    });
  }

  function fill(call) {
    const node = find("listen-call").content.firstElementChild.cloneNode(true);
    const coming = find("call-coming", node);
    find("call-title", node).textContent = call.title;
    find("call-text", node).textContent = call.text;
    find("call-open", node).href = call.url;
    node.querySelector("form").action = call.accept;
    find("call-pass", node).setAttribute("formaction", call.pass);
    coming.hidden = call.state !== "ring";
    node.dataset.call = call.id;
    node.dataset.state = call.state;
    return node;
  }
  function isShownHere(call) {
    return call.state !== "own" && call.state !== "mine" && location.pathname !== call.url;
  }
  function show(calls) {
    const wanted = calls.filter(isShownHere);
    const news = wanted.filter((call) => shown.get(call.id) !== call.state);
    if (!news.length && wanted.length === shown.size) return;
    find("listen-calls").replaceChildren(...wanted.map(fill));
    shown.clear();
    for (const call of wanted) shown.set(call.id, call.state);
    if (news.length) say(news.map((call) => `${call.title}. ${call.text}`).join(" "));
  }
  function nameTitle(calls) {
    const first = calls.find((call) => isShownHere(call) && call.state !== "taken");
    document.title = first ? `● ${first.title} · ${title}` : title;
  }

  /* The caller's page, and the page of who comes: read it anew when the call has changed. */
  function follow(calls) {
    const call = calls.find((one) => one.id === own.dataset.ownCall);
    const shown = document.getElementById("call-state").dataset.mark;
    if (shown !== (call ? call.mark : "over")) document.body.dispatchEvent(new Event("help-changed"));
  }
  function showNumbers(isCut) {
    const numbers = document.querySelector("[data-cut]");
    if (numbers) numbers.hidden = !isCut;
  }

  worker.addEventListener("message", (event) => {
    const { isHeard, isSilent, at, calls } = event.data;
    if (box) {
      find("listen-line").removeAttribute("data-waiting");
      for (const time of all("listen-at")) time.textContent = clock(at);
      find("listen-ok").hidden = Boolean(isSilent);
      find("listen-silent").hidden = !isSilent;
      box.classList.toggle("is-silent", Boolean(isSilent));
      if (isHeard) {
        show(calls);
        nameTitle(calls);
        if (calls.some((call) => call.state === "ring")) ring();
      }
    }
    if (own) {
      showNumbers(!isHeard);
      if (isHeard) follow(calls);
    }
  });
  if (box) {
    find("listen-sound").addEventListener("click", () => enableSound(true));
    if (navigator.userActivation && navigator.userActivation.hasBeenActive) enableSound(false);
    sayWhetherSound();
  }
  worker.postMessage({ url: from.dataset.poll });
})();
