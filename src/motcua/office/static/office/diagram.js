/* Draws the process when somebody opens it; the plain list of steps says the same.
   Drawn at a size that can be read: what is wider than the page is slid, and begins at the present
   step. On paper it is cut into strips, one under the other. */
"use strict";
(() => {
  const box = document.querySelector("[data-diagram]");
  if (!box || typeof BpmnJS === "undefined") return;
  const fold = box.closest("details");
  const tools = document.querySelector("[data-diagram-tools]");
  const paper = document.querySelector("[data-diagram-print]");
  const states = JSON.parse(document.getElementById(box.dataset.states).textContent);
  const MARGIN = 16, READABLE = 1.15, STEP = 1.25, SMALLEST = 0.4, LARGEST = 2.5;
  const STRIP = 760, OVERLAP = 140; // of the strips on paper, in units of the drawing
  let drawn = false;

  const show = (viewer) => {
    const canvas = viewer.get("canvas");
    const elements = viewer.get("elementRegistry");
    const sheet = box.firstElementChild;
    Object.entries(states).forEach(([id, state]) => {
      if (elements.get(id)) canvas.addMarker(id, `is-${state}`);
    });
    const inner = canvas.viewbox().inner;
    const view = { x: inner.x - MARGIN, y: inner.y - MARGIN, width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN };
    const whole = () => Math.max(SMALLEST, Math.min(LARGEST, box.clientWidth / view.width));
    let scale = 0;

    const size = (wanted) => {
      const middle = scale ? (box.scrollLeft + box.clientWidth / 2) / scale : 0;
      scale = Math.max(SMALLEST, Math.min(LARGEST, wanted));
      sheet.style.width = `${Math.round(view.width * scale)}px`;
      sheet.style.height = `${Math.round(view.height * scale)}px`;
      canvas.resized();
      canvas.viewbox(view);
      box.scrollLeft = middle * scale - box.clientWidth / 2;
      tools.querySelector("[data-zoom=out]").disabled = scale <= SMALLEST;
      tools.querySelector("[data-zoom=in]").disabled = scale >= LARGEST;
      box.toggleAttribute("data-slides", box.scrollWidth > box.clientWidth + 1);
    };
    size(Math.max(READABLE, whole()));
    const now = Object.keys(states).map((id) => states[id] === "current" && elements.get(id)).find(Boolean);
    if (now) {
      box.scrollLeft = (now.x + now.width / 2 - view.x) * scale - box.clientWidth / 2;
      box.scrollTop = (now.y + now.height / 2 - view.y) * scale - box.clientHeight / 2;
    }
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) size({ in: scale * STEP, out: scale / STEP, all: whole() }[button.dataset.zoom]);
    });

    window.addEventListener("beforeprint", () => {
      const svg = sheet.querySelector("svg");
      const count = Math.ceil(view.width / STRIP);
      const width = (view.width + (count - 1) * OVERLAP) / count; // what is cut in one is whole in the next
      paper.replaceChildren(...Array.from({ length: count }, (_, place) => {
        const strip = svg.cloneNode(true);
        strip.querySelector(".viewport").setAttribute("transform", "");
        strip.setAttribute("viewBox", `${view.x + place * (width - OVERLAP)} ${view.y} ${width} ${view.height}`);
        return strip;
      }));
    });
    window.addEventListener("afterprint", () => paper.replaceChildren());
  };

  const draw = async () => {
    if (drawn) return;
    drawn = true;
    try {
      const answer = await fetch(box.dataset.diagram, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const sheet = document.createElement("div");
      sheet.className = "diagram-sheet";
      box.append(sheet);
      const viewer = new BpmnJS({ container: sheet });
      await viewer.importXML(await answer.text());
      show(viewer);
    } catch {
      const words = document.createElement("p");
      words.className = "muted";
      words.textContent = box.dataset.failed;
      box.replaceWith(words);
    }
  };
  if (!fold || fold.open) draw();
  else fold.addEventListener("toggle", () => { if (fold.open) draw(); });
})();
