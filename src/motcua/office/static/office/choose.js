/* "Choose all" above a list with boxes: one button for every box of the list, and how many are chosen.
   Where the list is confirmed, nothing chosen is said at once, and the question says what was chosen. */
"use strict";
document.querySelectorAll("[data-choose]").forEach((bar) => {
  const form = bar.closest("form");
  const button = bar.querySelector("[data-choose-all]");
  const words = button && button.querySelector("span");
  if (!form || !words) return;
  const SHOWN = 5; // titles that a question names
  const all = words.textContent;
  const boxes = () => [...form.querySelectorAll(`input[type=checkbox][name="${bar.dataset.choose}"]`)];
  const picked = () => boxes().filter((box) => box.checked).length;
  const tell = () => {
    const count = picked();
    words.textContent = count > 0 && count === boxes().length ? button.dataset.none : all;
    bar.querySelector("[data-chosen]").textContent = count ? String(count) : "";
    bar.querySelector("[data-chosen-word]").hidden = !count;
  };
  bar.querySelector("[data-choose-link]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = picked() < boxes().length;
    boxes().forEach((box) => { box.checked = wanted; });
    tell();
  });
  const nothing = form.querySelector("[data-choose-nothing]");
  const told = document.querySelector("[data-chosen-told]");
  const line = (box) => {
    const said = document.createElement("li");
    const code = document.createElement("span");
    code.className = "signing-code";
    code.textContent = box.closest("tr").querySelector(".signing-code").textContent.trim();
    said.append(`${box.closest("tr").querySelector("th[scope=row] a").textContent.trim()} · `, code);
    return said;
  };
  const sayChosen = () => {
    const chosen = boxes().filter((box) => box.checked);
    const more = told.querySelector("[data-chosen-more]");
    const rest = chosen.length - SHOWN;
    told.hidden = false;
    told.querySelector("[data-chosen-number]").textContent = String(chosen.length);
    told.querySelector("[data-chosen-titles]").replaceChildren(...chosen.slice(0, SHOWN).map(line));
    more.hidden = rest < 1;
    more.textContent = more.dataset.words.replace("{n}", String(rest));
  };
  const asks = form.querySelector("button[data-confirm]");
  if (asks && nothing) asks.addEventListener("click", (event) => {
    nothing.hidden = picked() > 0;
    if (nothing.hidden) { if (told) sayChosen(); return; }
    event.preventDefault();
    event.stopPropagation();
  });
  form.addEventListener("change", () => { tell(); if (nothing && picked()) nothing.hidden = true; });
  window.addEventListener("pageshow", tell); // boxes that the browser ticks again on the way back
  tell();
});
