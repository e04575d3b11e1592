/* Beginning a draft: only what the chosen way asks, and a file may be dropped. */
"use strict";
(() => {
  const form = document.querySelector("[data-process-new]");
  if (!form) return;
  const parts = [...form.querySelectorAll("[data-how]")];
  const show = () => {
    const chosen = form.querySelector("[name=how]:checked");
    parts.forEach((part) => { part.hidden = !chosen || part.dataset.how !== chosen.value; });
  };
  form.addEventListener("change", (event) => { if (event.target.name === "how") show(); });
  show();

  const box = form.querySelector("[data-how=file]");
  const input = form.querySelector("input[type=file]");
  const over = (on) => box.classList.toggle("process-drop", on);
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    over(false);
    input.files = event.dataTransfer.files;
    form.querySelector("[name=how][value=file]").checked = true;
    show();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
