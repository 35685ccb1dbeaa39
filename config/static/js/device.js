/* The locked screen while a call is open: look again every three seconds, and never leave the
   page when there is no network: the numbers to call stay where they are. */
(() => {
  "use strict";
  const EVERY = 3000;
  const TIMEOUT = 4000;
  const cut = document.querySelector("[data-cut]");
  const shown = () => document.querySelector("[data-device-call]");
  if (!cut || !shown()) return;

  function show(news) {
    shown().replaceWith(document.adoptNode(news));
    dispatchEvent(new CustomEvent("luwte:say", { detail: news.querySelector("h2").textContent }));
  }
  async function look() {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.querySelector("[data-device-call]");
      cut.hidden = true;
      if (!news) return location.reload();
      if (news.dataset.mark !== shown().dataset.mark) show(news);
    } catch {
      cut.hidden = false;
    }
    return setTimeout(look, EVERY);
  }
  addEventListener("submit", (event) => {
    if (!cut.hidden) event.preventDefault();
  }, { capture: true });
  setTimeout(look, EVERY);
})();
