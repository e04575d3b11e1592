/* The slip prints at once where the officer has asked for it on this computer. */
"use strict";
(() => {
  const KEY = "motcua-autoprint";
  const box = document.querySelector("[data-autoprint]");
  const done = document.querySelector("[data-slip]");
  if (!box || !done) return;
  const print = () => {
    const frame = document.createElement("iframe");
    frame.className = "print-frame";
    frame.title = document.title;
    frame.src = done.dataset.slip;
    frame.addEventListener("load", () => frame.contentWindow.print());
    document.body.append(frame);
  };
  let wanted = false;
  try { wanted = localStorage.getItem(KEY) === "1"; } catch { return; }
  box.closest("label").hidden = false;
  box.checked = wanted;
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "1" : "0"));
  /* A page shown again by "back" must not print again. */
  const printed = `motcua-printed:${done.dataset.slip}`;
  if (wanted && !sessionStorage.getItem(printed)) {
    sessionStorage.setItem(printed, "1");
    print();
  }
})();
