/* My settings: let this browser be woken when somebody asks for help, or no more. */
(() => {
  "use strict";
  const place = document.querySelector("[data-push]");
  if (!place) return;
  const words = place.dataset;
  const state = place.querySelector("[data-push-state]");
  const on = place.querySelector("[data-push-on]");
  const off = place.querySelector("[data-push-off]");
  const token = place.querySelector("[name=csrfmiddlewaretoken]").value;

  function raw(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }
  function show(isOn, note) {
    state.textContent = note || (isOn ? words.isOn : words.isOff);
    dispatchEvent(new CustomEvent("luwte:say", { detail: state.textContent }));
    on.hidden = isOn;
    off.hidden = !isOn;
  }
  async function tell(address, fields) {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token } });
    if (answer.ok) return;
    const isWorded = answer.headers.get("Content-Type")?.includes("json");
    throw new Error(isWorded ? (await answer.json()).message : words.failed);
  }
  async function subscribe(worker) {
    if ((await Notification.requestPermission()) !== "granted") return show(false, words.refused);
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: raw(words.push) });
    const { endpoint, keys } = made.toJSON();
    await tell(words.subscribe, { endpoint, ...keys });
    show(true);
  }
  async function unsubscribe(worker) {
    const made = await worker.pushManager.getSubscription();
    if (made) {
      await tell(words.unsubscribe, { endpoint: made.endpoint });
      await made.unsubscribe();
    }
    show(false);
  }
  async function begin() {
    if (!window.isSecureContext || !navigator.serviceWorker || !window.PushManager) return show(false, words.cannot), on.remove();
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const worker = await navigator.serviceWorker.ready;
    on.addEventListener("click", () => subscribe(worker).catch((error) => show(false, error.message || words.failed)));
    off.addEventListener("click", () => unsubscribe(worker).catch((error) => show(true, error.message || words.failed)));
    show(Boolean(await worker.pushManager.getSubscription()));
  }
  begin().catch(() => show(false, words.failed));
})();
