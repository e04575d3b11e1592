/* Questions that wait for an answer appear at once; rows and communes come without leaving the page.
   Without this script the same happens after the button is pressed. */
"use strict";
(() => {
  document.documentElement.classList.add("scripts");

  const read = (form, path) => {
    const fields = [...form.elements].filter((field) => field.name === path && !field.disabled);
    if (!fields.length) return null;
    if (fields[0].type === "radio" || fields[0].type === "checkbox") {
      const chosen = fields.filter((field) => field.checked).map((field) => field.value);
      if (fields[0].type === "checkbox" && fields.length > 1) return chosen;
      const value = chosen[0];
      return value === "yes" ? true : value === "no" ? false : value === undefined ? null : value;
    }
    return fields[0].value.trim() || null;
  };
  const signs = {
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    in: (a, b) => a !== null && b !== null && Array.isArray(b) && b.includes(a),
    "not in": (a, b) => a !== null && !(Array.isArray(b) && b.includes(a)),
  };
  const holds = (form, node) => {
    const [word, ...rest] = node;
    if (word === "is") return rest[0];
    if (word === "get") return read(form, rest[0]);
    if (word === "not") return !holds(form, rest[0]);
    if (word === "and") return rest.every((one) => holds(form, one));
    if (word === "or") return rest.some((one) => holds(form, one));
    return signs[word](holds(form, rest[0]), holds(form, rest[1]));
  };
  const settle = (form) => {
    /* What one answer shows may show more: again until nothing changes. */
    for (let round = 0; round < 8; round += 1) {
      let changed = false;
      form.querySelectorAll("[data-when]").forEach((box) => {
        if (!box.dataset.when) return;
        const shown = Boolean(holds(form, JSON.parse(box.dataset.when)));
        if (box.hidden === !shown) return;
        box.hidden = !shown;
        box.disabled = !shown;
        changed = true;
      });
      if (!changed) return;
    }
  };

  /* A button with data-in-place: send the form, put the answer's part in its place, keep the focus. */
  const inPlace = async (button) => {
    const form = button.form;
    const data = new FormData(form);
    data.append(button.name, button.value);
    const id = button.dataset.inPlace;
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: data, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      const old = document.getElementById(id);
      if (!answer.ok || !fresh || !old) throw new Error("no such part");
      const before = new Set([...old.querySelectorAll("[id]")].map((one) => one.id));
      old.replaceWith(fresh);
      settle(form);
      const added = [...fresh.querySelectorAll("input:not([type=hidden]), select, textarea")];
      const next = added.find((one) => !before.has(one.id)) || added[0];
      if (next) next.focus();
    } catch {
      button.removeAttribute("data-in-place");
      form.requestSubmit(button);
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("[data-in-place]") : null;
    if (!button || !button.form) return;
    event.preventDefault();
    inPlace(button);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.form) return;
    if (field.dataset.find) {
      const button = [...field.form.elements].find((one) => one.name === "action" && one.value === field.dataset.find);
      if (button) inPlace(button);
      return;
    }
    settle(field.form);
  });
  document.querySelectorAll("form").forEach(settle);
})();
