/* Pages of a scan: dragged to another place, corners pulled by hand. All of it also works without. */
"use strict";
(() => {
  const list = document.querySelector("[data-scan-pages]");
  const move = document.getElementById("scan-move");
  let held = null;

  const over = (page) => {
    for (const one of list.children) one.classList.toggle("is-over", one === page);
  };

  if (list && move) {
    for (const page of list.children) {
      page.draggable = true;
      page.addEventListener("dragstart", (event) => {
        if (event.target.closest("details[open], input")) { event.preventDefault(); return; }
        held = page;
        event.dataTransfer.effectAllowed = "move";
      });
      page.addEventListener("dragover", (event) => {
        if (!held) return;
        event.preventDefault();
        over(page);
      });
      page.addEventListener("dragend", () => { held = null; over(null); });
      page.addEventListener("drop", (event) => {
        event.preventDefault();
        if (!held || held === page) return;
        move.elements.page.value = held.dataset.page;
        move.elements.to.value = page.dataset.place;
        move.submit();
      });
    }
  }

  // What was chosen goes at once: one press less for every paper.
  const add = document.querySelector("[data-scan-add]");
  if (add) {
    add.addEventListener("change", () => { add.requestSubmit(); });
    // On a slow line somebody chooses before this script is here; what a step back brought is not sent.
    const [arrival] = performance.getEntriesByType("navigation");
    const chosen = [...add.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (chosen && arrival?.type === "navigate") add.requestSubmit();
  }

  const wait = document.querySelector("[data-scan-wait]");
  if (wait) setTimeout(() => { if (!document.querySelector("details[open]")) location.reload(); }, 4000);

  for (const form of document.querySelectorAll("[data-corners]")) {
    const view = form.querySelector("[data-corner-view]");
    const inputs = [...form.querySelectorAll("input[name=corner]")];
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    shape.setAttribute("viewBox", "0 0 100 100");
    shape.setAttribute("preserveAspectRatio", "none");
    shape.append(line);
    view.append(shape);
    const handles = [0, 1, 2, 3].map((corner) => {
      const handle = document.createElement("button");
      handle.type = "button";
      handle.className = "corner-handle";
      handle.tabIndex = -1; // the fields below are the way of the keyboard
      handle.setAttribute("aria-hidden", "true");
      view.append(handle);
      handle.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        handle.setPointerCapture(event.pointerId);
      });
      handle.addEventListener("pointermove", (event) => {
        if (!handle.hasPointerCapture(event.pointerId)) return;
        const box = view.getBoundingClientRect();
        const share = (value, from, size) => Math.min(100, Math.max(0, ((value - from) / size) * 100));
        inputs[2 * corner].value = share(event.clientX, box.left, box.width).toFixed(1);
        inputs[2 * corner + 1].value = share(event.clientY, box.top, box.height).toFixed(1);
        draw();
      });
      return handle;
    });
    const draw = () => {
      const at = inputs.map((input) => Number(input.value));
      line.setAttribute("points", [0, 2, 4, 6].map((place) => `${at[place]},${at[place + 1]}`).join(" "));
      handles.forEach((handle, corner) => {
        handle.style.left = `${at[2 * corner]}%`;
        handle.style.top = `${at[2 * corner + 1]}%`;
      });
    };
    for (const input of inputs) input.addEventListener("input", draw);
    draw();
  }
})();
