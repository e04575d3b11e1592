/* Draws the process when somebody opens it; the plain list of steps says the same. */
"use strict";
(() => {
  const box = document.querySelector("[data-diagram]");
  if (!box || typeof BpmnJS === "undefined") return;
  const fold = box.closest("details");
  const states = JSON.parse(document.getElementById(box.dataset.states).textContent);
  let drawn = false;

  const draw = async () => {
    if (drawn) return;
    drawn = true;
    try {
      const answer = await fetch(box.dataset.diagram, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      box.append(document.createElement("div"));
      const viewer = new BpmnJS({ container: box });
      await viewer.importXML(await answer.text());
      const canvas = viewer.get("canvas");
      const elements = viewer.get("elementRegistry");
      Object.entries(states).forEach(([id, state]) => {
        if (elements.get(id)) canvas.addMarker(id, `is-${state}`);
      });
      canvas.zoom("fit-viewport", "auto");
    } catch {
      box.replaceChildren();
      const words = document.createElement("p");
      words.className = "muted";
      words.textContent = box.dataset.failed;
      box.replaceWith(words);
    }
  };
  if (!fold || fold.open) draw();
  else fold.addEventListener("toggle", () => { if (fold.open) draw(); });
})();
