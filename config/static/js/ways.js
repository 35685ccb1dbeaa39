/* What reaches me: one box for a whole class, and how many are on; without this file, box by box. */
(() => {
  "use strict";
  for (const fold of document.querySelectorAll("[data-ways]")) {
    const row = fold.querySelector("[data-all]");
    const boxes = (way) => [...fold.querySelectorAll(`[data-way="${way}"]`)];
    const show = () => {
      for (const place of fold.querySelectorAll("[data-count]")) {
        const on = boxes(place.dataset.count).filter((box) => box.checked).length;
        place.textContent = place.dataset.words.replace("#", on);
      }
      for (const all of row ? row.querySelectorAll("input") : []) {
        const free = boxes(all.value).filter((box) => !box.disabled);
        const on = free.filter((box) => box.checked).length;
        all.disabled = free.length === 0;
        all.checked = all.disabled || on === free.length;
        all.indeterminate = on > 0 && on < free.length;
      }
    };
    fold.addEventListener("change", ({ target }) => {
      if (row && row.contains(target)) {
        for (const box of boxes(target.value)) if (!box.disabled) box.checked = target.checked;
      }
      show();
    });
    if (row) row.hidden = false;
    show();
  }
})();
