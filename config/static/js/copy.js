/* Copies a text to paste it elsewhere; without this file the text can be selected by hand. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy");
      }
      button.textContent = button.dataset.copied;
    });
  }
})();
