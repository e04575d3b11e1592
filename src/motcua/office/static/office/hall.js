/* The hall's desk: the seconds of a call, and the number at the counter when it changed elsewhere. */
"use strict";
(() => {
  const panel = () => document.getElementById("hall-panel");

  /* Seconds left of a call, of one's own and of others; at their end the page says what is to be done. */
  const tick = () => {
    document.querySelectorAll("[data-countdown]").forEach((place) => {
      const left = Math.ceil((Date.parse(place.dataset.countdown) - Date.now()) / 1000);
      if (left > 0) {
        place.dataset.words = place.dataset.words || place.textContent;
        place.textContent = `${place.dataset.words} (${left} s)`;
        return;
      }
      if (place.textContent !== place.dataset.over) place.textContent = place.dataset.over;
      place.classList.add("hall-over");
    });
    const own = document.querySelector("#hall-panel .hall-over");
    const button = document.querySelector("[data-after-call]");
    if (!own || !button || !button.disabled) return;
    button.disabled = false;
    document.querySelector("[data-call-said]").textContent = own.dataset.over;
    button.classList.replace("button-secondary", "button-primary");
    const filled = document.querySelector("[data-before-end] .button-primary");
    if (filled) filled.classList.replace("button-primary", "button-secondary");
  };
  setInterval(tick, 1000);
  tick();

  /* Told by the live process where there is one; else the lists ask every five seconds. */
  const place = document.querySelector("[data-hall-live]");
  const sayLine = window.motcuaLive.line(document.querySelector("[data-line]"));
  const changed = () => document.body.dispatchEvent(new Event("hall-changed"));
  const stream = window.motcuaLive.listen(() => (place ? place.dataset.hallLive : ""), { open: changed, call: changed, change: changed });
  let asked = Date.now();
  let lost = false;
  if (place) {
    stream.look();
    setInterval(stream.look, 5000);
    ["online", "offline"].forEach((type) => window.addEventListener(type, changed));
  }

  /* Nothing is asked for while nobody looks, or while a question is open. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id !== "hall-now") return;
    const again = !(event.detail.requestConfig.triggeringEvent);
    const needless = stream.open && !lost && again && Date.now() - asked < 60000;
    if (needless || document.hidden || document.querySelector("dialog[open]")) event.preventDefault();
    else asked = Date.now();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.elt.id !== "hall-now") return; // which is gone by now: it was swapped
    lost = !event.detail.successful;
    if (lost) sayLine("down");
    else sayLine(stream.open ? "told" : "asked");
  });
  document.addEventListener("htmx:afterSwap", tick);

  /* The panel stays as it is while somebody is about to press or choose something in it. */
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("hall-now");
    if (!now || !panel() || now.dataset.panel === panel().dataset.panel) return;
    if (panel().contains(document.activeElement)) return;
    window.htmx.ajax("GET", window.location.pathname, { target: "#hall-panel", select: "#hall-panel", swap: "outerHTML" }).then(tick);
  });
})();
