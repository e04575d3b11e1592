/* A page of a form saves itself while somebody types; without scripts it saves when it is sent.
   What the server has not confirmed stays in this browser until it has. */
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-save-state]");
  const place = `draft:${form.dataset.draft}:${form.dataset.page}`;
  const PAUSE = 1500;
  let timer = 0, wait = 5000, running = false, again = false, leaving = false;

  const typed = () => [...new FormData(form)].filter(([name, value]) =>
    typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "version");
  const keep = () => { try { localStorage.setItem(place, JSON.stringify(typed())); } catch { /* full or forbidden */ } };
  const forget = () => { try { localStorage.removeItem(place); } catch { /* forbidden */ } };
  const tell = (text, wrong) => { state.textContent = text; state.classList.toggle("wrong", Boolean(wrong)); };

  /* Put back what never reached the server. */
  const restore = () => {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(place) || "[]"); } catch { return; }
    if (!kept.length || JSON.stringify(kept) === JSON.stringify(typed())) { forget(); return; }
    const values = new Map();
    kept.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!field.name || field.type === "hidden" || field.type === "file" || field.tagName === "BUTTON") return;
      const found = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
      else if (found.length) field.value = found.shift();
    });
    tell(form.dataset.found);
    later();
  };

  const save = async () => {
    if (running) { again = true; return; }
    running = true; again = false;
    const sent = JSON.stringify(typed());
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST", body: new FormData(form), redirect: "manual",
        headers: { "HX-Request": "true" },
      });
      if (answer.headers.has("HX-Redirect")) { ended(answer.headers.get("HX-Redirect")); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const box = new DOMParser().parseFromString(await answer.text(), "text/html");
      const version = box.getElementById("draft-version");
      if (version) { form.elements.version.value = version.value; version.remove(); }
      state.classList.remove("wrong");
      state.replaceChildren(...box.body.childNodes);
      wait = 5000;
      // The next page may have been made before this was saved: it finds the copy here.
      if (!leaving && sent === JSON.stringify(typed())) forget();
    } catch {
      tell(form.dataset.trying, true);
      clearTimeout(timer);
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, 60000);
    } finally {
      running = false;
      if (again) later();
    }
  };
  const ended = (url) => {
    if (url.includes("kept=1")) forget(); // the server keeps it for this person alone
    const link = document.createElement("a");
    link.href = url;
    link.textContent = form.dataset.ended;
    state.classList.add("wrong");
    state.replaceChildren(link);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };

  window.addEventListener("beforeunload", () => { leaving = true; });
  form.addEventListener("input", () => { leaving = false; keep(); later(); });
  form.addEventListener("change", () => { keep(); later(); });
  window.addEventListener("online", () => { wait = 5000; save(); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (navigator.onLine) { forget(); return; }
    event.preventDefault();
    keep();
    tell(form.dataset.trying, true);
  }, true);
  restore();
})();
