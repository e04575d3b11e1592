/* Worklist: `c` claims the row one stands on; a box chooses all rows of the page. */
"use strict";
(() => {
  const list = document.querySelector("[data-claims]");
  if (!list) return;

  /* The shortcut belongs to one button at a time, so that `?` lists it once. */
  const point = (row) => {
    list.querySelectorAll("[data-claim] [data-shortcut]").forEach((button) => button.removeAttribute("data-shortcut"));
    const button = row && row.querySelector("[data-claim] button");
    if (button) button.dataset.shortcut = "c";
  };
  const current = () => document.activeElement && document.activeElement.closest("[data-claims] tbody tr");
  list.addEventListener("focusin", () => point(current()));
  const first = () => { const form = list.querySelector("[data-claim]"); point(form && form.closest("tr")); };
  first();

  /* A claimed row comes back from the server in place; the reader stays where they were. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target.id);
    const link = row && row.querySelector("th a");
    if (link) link.focus();
  });

  const all = list.querySelector("[data-pick-all]");
  const boxes = () => [...list.querySelectorAll("tbody [name=item]")];
  const told = document.querySelector("[data-picked]");
  const tell = () => {
    const picked = boxes().filter((box) => box.checked).length;
    if (told) told.textContent = String(picked);
    if (all) { all.checked = picked > 0 && picked === boxes().length; all.indeterminate = picked > 0 && !all.checked; }
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); tell(); });
  }
  list.addEventListener("change", tell);
  tell();

  /* x chooses the row one stands on. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = current();
    const box = row && row.querySelector("[name=item]");
    if (!box || event.target === box) return;
    box.checked = !box.checked;
    tell();
  });
})();
