/* A shared till or desk: tell the server that somebody is there, sign out when nobody is. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-idle]");
  if (!form) return;
  const IDLE_MS = Number(form.dataset.idle) * 1000;
  const TELL_MS = 60000;
  let touched = Date.now();
  let told = Date.now();
  function touch() {
    touched = Date.now();
    if (touched - told < TELL_MS) return;
    told = touched;
    const token = form.elements.csrfmiddlewaretoken.value;
    fetch(form.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
  }
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, touch, { passive: true, capture: true });
  setInterval(() => { if (Date.now() - touched >= IDLE_MS) form.submit(); }, 1000);
})();
