/* Drawings that are only read: what changed between two versions, where a trial run stands.
   Marks carry a letter or words beside the colour; names are shown in the reader's language. */
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const MARGIN = 30, SMALLEST = 0.55, PAPER = 660; // px: as wide as a sheet of paper

  const named = (definitions, language) => {
    const seen = new Set();
    const walk = (element) => {
      if (!element || seen.has(element)) return;
      seen.add(element);
      const extensions = element.extensionElements;
      const names = extensions && (extensions.values || []).find((one) => one.$type.toLowerCase() === "motcua:name");
      const word = names && (names[language] || (names.$attrs || {})[language]);
      if (word && "name" in element) element.name = word;
      ["rootElements", "flowElements", "participants", "laneSets", "lanes", "artifacts"].forEach((part) => (element[part] || []).forEach(walk));
    };
    walk(definitions);
  };

  const drawing = async (box) => {
    const sheet = document.createElement("div");
    sheet.className = "process-drawing-sheet";
    box.append(sheet);
    const viewer = new window.BpmnJS({ container: sheet });
    if (box.dataset.language && box.dataset.language !== "vi") viewer.on("import.parse.complete", ({ definitions }) => { if (definitions) named(definitions, box.dataset.language); });
    await viewer.importXML(read(box.dataset.text));
    const canvas = viewer.get("canvas");
    const elements = viewer.get("elementRegistry");
    const overlays = viewer.get("overlays");
    const { inner } = canvas.viewbox();
    const width = inner.width + 2 * MARGIN, height = inner.height + 2 * MARGIN;
    const size = (paper) => {
      const scale = paper ? Math.min(1, PAPER / width) : Math.max(SMALLEST, Math.min(1, box.clientWidth / width));
      sheet.style.width = `${Math.round(width * scale)}px`;
      sheet.style.height = `${Math.round(height * scale)}px`;
      canvas.resized();
      canvas.viewbox({ x: inner.x - MARGIN, y: inner.y - MARGIN, width, height });
    };
    size();
    window.addEventListener("beforeprint", () => size(true));
    window.addEventListener("afterprint", () => size());
    Object.entries(read(box.dataset.marks)).forEach(([id, mark]) => {
      const element = elements.get(id);
      if (!element) return;
      canvas.addMarker(id, `is-${mark.what}`);
      const html = document.createElement("span");
      if (mark.letter) { html.className = `process-letter process-letter-${mark.what}`; html.textContent = mark.letter; html.title = mark.word; }
      else if (mark.token) { html.className = "process-token"; html.textContent = `● ${mark.token}`; }
      else return;
      const middle = element.waypoints && element.waypoints.length > 1;
      overlays.add(id, { position: middle ? { top: -11, left: -11 } : mark.letter ? { top: -11, right: 11 } : { bottom: -2, left: 0 }, html, scale: false });
    });
    const now = Object.entries(read(box.dataset.marks)).find(([id, mark]) => mark.token && elements.get(id));
    if (now) {
      const element = elements.get(now[0]);
      const scale = canvas.zoom();
      box.scrollLeft = (element.x + element.width / 2 - inner.x + MARGIN) * scale - box.clientWidth / 2;
      box.scrollTop = (element.y + element.height / 2 - inner.y + MARGIN) * scale - box.clientHeight / 2;
    }
    box.dataset.ready = "";
  };

  document.querySelectorAll("[data-process-drawing]").forEach((box) => {
    if (typeof BpmnJS === "undefined") return;
    drawing(box).catch(() => {
      const words = document.createElement("p");
      words.className = "muted";
      words.textContent = box.dataset.failed;
      box.replaceWith(words);
    });
  });
})();
