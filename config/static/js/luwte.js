/* What the pages do beyond HTML. Every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => from.querySelectorAll(selector);

  /* Busy: a form is sent once; its button says so. Coming back by the back button frees it. */
  const sent = new Map();
  function markBusy(form, button) {
    const spinner = document.createElement("span");
    spinner.className = "spin";
    spinner.setAttribute("aria-hidden", "true");
    sent.set(form, { button, nodes: [...button.childNodes] });
    if (button.dataset.busy) button.replaceChildren(spinner, button.dataset.busy);
    else button.prepend(spinner);
    button.classList.add("is-busy");
    button.setAttribute("aria-busy", "true");
  }
  function free(form) {
    const { button, nodes } = sent.get(form);
    button.replaceChildren(...nodes);
    button.classList.remove("is-busy");
    button.removeAttribute("aria-busy");
    sent.delete(form);
  }
  addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (button && "themeToggle" in button.dataset) return switchTheme(event, form, button);
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) event.preventDefault();
    else if (button && !form.closest("[hx-post],[hx-boost]")) setTimeout(markBusy, 0, form, button);
  });
  addEventListener("pageshow", () => [...sent.keys()].forEach(free));

  /* Address: a form that may be sent once carries its key, so that going back finds what was sent. */
  const once = document.querySelector("form[data-address]");
  if (once) history.replaceState(history.state, "", once.dataset.address);

  /* Saying: the one polite live region, for what changes without a new page. Same words, once. */
  function say(text) {
    const region = document.querySelector("[data-said]");
    const words = text.replace(/\s+/g, " ").trim();
    if (region && words && region.textContent !== words) region.textContent = words;
  }
  function sayNews(from) {
    const news = from.matches("[data-says]") ? from : from.querySelector("[data-says]");
    if (!news) return;
    const parts = news.dataset.says ? [...all(news.dataset.says, news)] : [news];
    say(parts.map((part) => part.textContent).join(". "));
  }
  addEventListener("luwte:say", (event) => say(event.detail));
  addEventListener("htmx:afterSwap", (event) => sayNews(event.detail.elt));

  /* Theme: switch at once, let the account remember. */
  function switchTheme(event, form, button) {
    const isDark = getComputedStyle(root).colorScheme === "dark";
    button.value = isDark ? "light" : "dark";
    event.preventDefault();
    const data = new FormData(form);
    data.set(button.name, button.value);
    root.dataset.bsTheme = button.value;
    fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  }

  /* Focus: to the error summary of a failed form, or to what a swap marked as new. */
  function focusOn(from) {
    const target = from.querySelector(".err-sum[role=alert]") || from.querySelector("[data-focus]");
    if (target) target.focus();
  }
  function openAround(element) {
    for (let box = element; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
  }
  addEventListener("click", (event) => {
    const link = event.target.closest(".err-sum a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      openAround(field);
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
    for (const menu of all("details.more[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    const { help } = document.body.dataset;
    const isHelp = event.altKey && event.shiftKey && !event.ctrlKey && event.code === "KeyH";
    if (help && isHelp) location.assign(help);
    const menu = event.key === "Escape" && document.querySelector("details.more[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* Toasts: eight seconds, longer while somebody is on them. */
  function leave(toast) {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000, toast);
    else toast.remove();
  }
  function ready(from) {
    for (const toast of all("[data-toast]", from)) setTimeout(leave, 8000, toast);
    for (const bad of all("[aria-invalid=true]", from)) openAround(bad);
    focusOn(from);
  }
  addEventListener("htmx:afterSwap", (event) => ready(event.detail.elt));
  ready(document);
})();
