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

  /* Told by the live process where there is one; else the lists ask every five seconds. */
  const place = document.querySelector("[data-hall-live]");
  let told = false;
  let asked = Date.now();
  if (place && place.dataset.hallLive && window.EventSource) {
    const stream = new EventSource(place.dataset.hallLive);
    const changed = () => document.body.dispatchEvent(new Event("hall-changed"));
    stream.addEventListener("open", () => { told = true; });
    stream.addEventListener("error", () => { told = false; });
    ["call", "change"].forEach((name) => stream.addEventListener(name, changed));
  }

  /* Nothing is asked for while nobody looks, or while a question is open. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id !== "hall-now") return;
    const again = !(event.detail.requestConfig.triggeringEvent);
    const needless = told && again && Date.now() - asked < 60000;
    if (needless || document.hidden || document.querySelector("dialog[open]")) event.preventDefault();
    else asked = Date.now();
  });

  /* The panel stays as it is while somebody is about to press or choose something in it. */
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("hall-now");
    if (!now || !panel() || now.dataset.panel === panel().dataset.panel) return;
    if (panel().contains(document.activeElement)) return;
    window.htmx.ajax("GET", window.location.pathname, { target: "#hall-panel", select: "#hall-panel", swap: "outerHTML" }).then(tick);
  });
})();
