/* A signing that takes several steps goes on by itself while its page is open. */
"use strict";
(() => {
  const form = document.querySelector("form[data-go-on]");
  if (!form) return;
  const go = () => form.requestSubmit();
  /* A page that is shown again by "back" waits for the press. */
  const [entry] = performance.getEntriesByType("navigation");
  if (entry && entry.type !== "back_forward" && entry.type !== "reload") setTimeout(go, 400);
})();
