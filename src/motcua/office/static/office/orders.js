/* A page on which a report is being made looks again by itself; nothing that is typed is lost.
   Acts on data attributes alone. */
"use strict";
(() => {
  const place = document.querySelector("[data-orders]");
  const done = document.querySelector("[data-orders-done]");
  const open = (where) => where && where.querySelector("[data-order-open]");
  if (!open(place)) return;
  const here = new URL(location.href);
  here.hash = "";

  const said = (field) => ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
  const fields = () => [...document.querySelectorAll("main input, main select, main textarea")];
  const before = new Map(fields().map((field) => [field, said(field)]));
  const typed = () => fields().some((field) => before.has(field) && before.get(field) !== said(field));

  const look = async () => {
    let fresh = null;
    if (!document.hidden) {
      try {
        const answer = await fetch(here, { headers: { "X-By-Itself": "1" } });
        if (answer.redirected) return; // signed out: the page says so at the next click
        if (answer.ok) fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch { /* the line is down: look again later */ }
    }
    if (fresh) {
      const now = fresh.querySelector("[data-orders]");
      if (!open(now) && !typed()) { location.replace(here); return; }
      if (now && now.innerHTML !== place.innerHTML) place.innerHTML = now.innerHTML;
      if (!open(now)) {
        if (!now) place.innerHTML = "";
        if (done) done.hidden = false;
        return;
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
})();
