/* A list is put in order by dragging its rows; the arrows beside each do the same without a mouse. */
"use strict";
(() => {
  const body = document.querySelector("tbody[data-order]");
  const form = body && document.getElementById(body.dataset.order);
  if (!form) return;
  let dragged = null;
  const rows = () => [...body.querySelectorAll("[data-order-id]")];
  const ids = () => rows().map((row) => row.dataset.orderId).join(",");
  const before = ids();

  for (const row of rows()) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.orderId);
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      row.classList.add("outside-over");
    });
    row.addEventListener("dragleave", () => row.classList.remove("outside-over"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("outside-over");
      const places = rows();
      if (places.indexOf(dragged) < places.indexOf(row)) row.after(dragged); else row.before(dragged);
    });
    row.addEventListener("dragend", () => {
      dragged = null;
      if (ids() === before) return;
      form.elements.ids.value = ids();
      form.requestSubmit();
    });
  }
})();
