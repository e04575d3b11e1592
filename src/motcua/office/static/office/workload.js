/* Workload: a piece of work (or all that are chosen) is dragged to a person; boxes do the same. */
"use strict";
(() => {
  const lanes = document.querySelector("[data-lanes]");
  const form = document.querySelector("[data-move]");
  if (!lanes || !form) return;
  const boxes = () => [...lanes.querySelectorAll("[name=item]")];
  const told = form.querySelector("[data-picked]");
  const tell = () => { told.textContent = String(boxes().filter((box) => box.checked).length); };
  lanes.addEventListener("change", tell);
  tell();

  /* The reason is asked once: what was typed stays for the next drag. */
  const reason = form.elements.reason;
  const kept = sessionStorage.getItem("workload-reason");
  if (kept) reason.value = kept;
  form.addEventListener("submit", () => sessionStorage.setItem("workload-reason", reason.value));

  let dragged = null;
  lanes.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("[name=item]").value);
    dragged.classList.add("is-dragged");
  });
  const clear = () => {
    if (dragged) dragged.classList.remove("is-dragged");
    lanes.querySelectorAll(".is-over").forEach((lane) => lane.classList.remove("is-over"));
  };
  lanes.addEventListener("dragend", () => { clear(); dragged = null; });
  const laneOf = (event) => {
    const lane = event.target.closest("[data-lane]");
    return lane && dragged && !lane.contains(dragged) ? lane : null;
  };
  lanes.addEventListener("dragover", (event) => {
    const lane = laneOf(event);
    lanes.querySelectorAll(".is-over").forEach((one) => { if (one !== lane) one.classList.remove("is-over"); });
    if (!lane) return;
    event.preventDefault();
    lane.classList.add("is-over");
  });
  lanes.addEventListener("drop", (event) => {
    const lane = laneOf(event);
    if (!lane) return;
    event.preventDefault();
    const box = dragged.querySelector("[name=item]");
    if (!box.checked) boxes().forEach((one) => { one.checked = one === box; });
    form.elements.assignee.value = lane.dataset.lane;
    tell();
    clear();
    if (form.elements.assignee.value && reason.value.trim()) form.requestSubmit();
    else reason.focus();
  });
})();
