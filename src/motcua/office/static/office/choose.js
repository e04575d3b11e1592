/* "Choose all" above a list with boxes: one button for every box of the list, and how many are chosen. */
"use strict";
document.querySelectorAll("[data-choose]").forEach((bar) => {
  const form = bar.closest("form");
  const button = bar.querySelector("[data-choose-all]");
  const words = button && button.querySelector("span");
  if (!form || !words) return;
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
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell); // boxes that the browser ticks again on the way back
  tell();
});
