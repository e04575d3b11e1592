/* A stack from the scanner: pages dragged within and between parts. All of it also works without. */
"use strict";
(() => {
  const runs = document.querySelector("[data-batch-runs]");
  const put = document.getElementById("batch-put");
  let held = null;

  const clear = () => {
    for (const one of document.querySelectorAll(".is-over")) one.classList.remove("is-over");
  };
  // A page under the hand takes the place; a part's empty ground takes it at its end.
  const targetOf = (event) => {
    const page = event.target.closest("[data-page]");
    if (page && page !== held) return page;
    return page ? null : event.target.closest("[data-run]");
  };

  if (runs && put) {
    for (const page of runs.querySelectorAll("[data-page]")) page.draggable = true;
    runs.addEventListener("dragstart", (event) => {
      held = event.target.closest("[data-page]");
      if (!held) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", held.dataset.page);
    });
    runs.addEventListener("dragover", (event) => {
      const target = held && targetOf(event);
      if (!target) return;
      event.preventDefault();
      clear();
      target.classList.add("is-over");
    });
    runs.addEventListener("dragend", () => { held = null; clear(); });
    runs.addEventListener("drop", (event) => {
      const target = held && targetOf(event);
      if (!target) return;
      event.preventDefault();
      put.elements.page.value = held.dataset.page;
      put.elements.to_run.value = target.closest("[data-run]").dataset.run;
      put.elements.to.value = target.dataset.place || "999";
      put.submit();
    });
  }

  // The keyboard goes on where it was: at the page that was moved.
  const here = location.hash.startsWith("#page-") && document.querySelector(location.hash);
  if (here) here.focus();

  const wait = document.querySelector("[data-batch-wait]");
  if (wait) setTimeout(() => { location.reload(); }, 4000);
})();
