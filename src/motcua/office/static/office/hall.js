/* The hall's desk: the seconds of a call, and the number at the counter when it changed elsewhere. */
"use strict";
(() => {
  const panel = () => document.getElementById("hall-panel");

  const tick = () => {
    const place = document.querySelector("[data-countdown]");
    if (!place) return;
    const left = Math.ceil((Date.parse(place.dataset.countdown) - Date.now()) / 1000);
    const button = document.querySelector("[data-after-call]");
    if (left > 0) {
      place.dataset.words = place.dataset.words || place.textContent;
      place.textContent = `${place.dataset.words} (${left} s)`;
      return;
    }
    if (place.textContent !== place.dataset.over) place.textContent = place.dataset.over;
    if (button) button.disabled = false;
  };
  setInterval(tick, 1000);
  tick();

  /* Nothing is asked for while nobody looks, or while a question is open. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id !== "hall-now") return;
    if (document.hidden || document.querySelector("dialog[open]")) event.preventDefault();
  });

  /* The panel stays as it is while somebody is about to press or choose something in it. */
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("hall-now");
    if (!now || !panel() || now.dataset.panel === panel().dataset.panel) return;
    if (panel().contains(document.activeElement)) return;
    window.htmx.ajax("GET", window.location.pathname, { target: "#hall-panel", select: "#hall-panel", swap: "outerHTML" }).then(tick);
  });
})();
