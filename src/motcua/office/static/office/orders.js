/* A page on which a report is being made looks again by itself; nothing that is typed is lost.
   Acts on data attributes alone. */
"use strict";
(() => {
  const place = document.querySelector("[data-orders]");
  const done = document.querySelector("[data-orders-done]");
  const open = (where) => where && where.querySelector("[data-order-open]");
  if (!open(place)) return;
  const here = new URL(location.href);
  here.searchParams.delete("check"); // that one computes the whole report
  here.hash = "";

  const changed = (field) => field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
  const typed = () => [...document.forms].some((form) => [...form.elements].some(changed));

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
