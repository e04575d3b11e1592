// Puts a placeholder where one is writing, and shows only the parts that the sort of paper has.
// Without this script names are copied by hand and all parts stand there.
(() => {
  "use strict";
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-part]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const field = last || document.querySelector("textarea[data-part='body']");
    if (!field) return;
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  const kind = document.querySelector("#id_kind");
  if (!kind) return;
  const show = () => {
    for (const field of document.querySelectorAll("[data-kinds]")) {
      const wanted = field.dataset.kinds.split(" ").includes(kind.value);
      field.closest(".field").hidden = !wanted && !field.value; // what was typed is never out of sight
    }
  };
  kind.addEventListener("change", show);
  show();
})();
