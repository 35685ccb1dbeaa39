/* Help now: send the call; when that fails, show the numbers at once and keep trying. */
(() => {
  "use strict";
  const GIVE_UP_AFTER = 5000;
  const failed = document.getElementById("help-failed");
  let isSending = false;

  function showNumbers() {
    const main = document.getElementById("main");
    if (!failed || main.querySelector(".help-failed")) return;
    main.prepend(failed.content.cloneNode(true));
    const numbers = main.querySelector(".help-failed");
    numbers.scrollIntoView({ block: "start" });
    numbers.focus();
  }

  function say(button, isBusy) {
    if (!button) return;
    button.classList.toggle("is-busy", isBusy);
    button.toggleAttribute("aria-busy", isBusy);
    if (isBusy) button.setAttribute("aria-busy", "true");
  }

  async function send(form, data) {
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      signal: AbortSignal.timeout(GIVE_UP_AFTER),
    });
    if (!answer.ok || new URL(answer.url).pathname.startsWith("/sign-in/")) throw new Error("refused");
    return answer.url;
  }

  async function call(form, button) {
    if (isSending) return;
    isSending = true;
    const data = new FormData(form, button && button.name ? button : undefined);
    say(button, true);
    while (isSending) {
      try {
        location.assign(await send(form, data));
        return;
      } catch {
        showNumbers();
        say(button, false);
        await new Promise((resolve) => setTimeout(resolve, Number(form.dataset.retry || 3000)));
      }
    }
  }

  for (const form of document.querySelectorAll("form[data-retry]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      call(form, event.submitter);
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) isSending = false;
  });
})();
