/* The editor's page: drawing and list of one draft, saving by itself, findings at their elements.
   What the page needs to know stands in its data (#process-setup); every text is the page's own. */
"use strict";
(() => {
  const M = window.MotcuaProcess;
  const page = document.querySelector("[data-process-editor]");
  if (!page || typeof BpmnJS === "undefined") return;
  const setup = JSON.parse(document.getElementById("process-setup").textContent);
  setup.kinds = M.kindsOf(setup.elements);
  const { words } = setup;
  const say = (key, values = {}) => M.fill(words[key] || key, values);
  const at = (name) => page.querySelector(`[data-${name}]`);
  const PAUSE = 1500, AGAIN = 10000; // ms: after a change, after a failure
  const STEP = 1.2, SMALLEST = 0.2, LARGEST = 4;
  const PHONE = window.matchMedia("(max-width: 800px)");

  const modeler = M.modelerMake({ container: at("canvas"), kinds: setup.kinds, words, bpmn: setup.bpmn_words });
  const model = M.modelMake(modeler);
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  const selection = modeler.get("selection");
  let findings = setup.findings;
  let chosen = null;
  let listed = false;
  let version = setup.version;
  let unsaved = false, saving = false, halted = false, timer = 0, changes = 0;

  const tell = (text) => { at("told").textContent = text; };

  // --- saving -------------------------------------------------------------------------------
  const state = (text, tone = "") => {
    at("saved").textContent = text;
    at("saved").dataset.tone = tone;
  };
  const xml = async () => (await modeler.saveXML({ format: true })).xml;
  const save = async () => {
    clearTimeout(timer);
    if (!unsaved || saving || halted || !setup.editable) return !unsaved;
    saving = true;
    const before = changes;
    state(words.saving);
    try {
      const body = new FormData();
      body.set("bpmn", await xml());
      body.set("name", model.names(model.holder()).vi);
      body.set("version", String(version));
      const answer = await fetch(setup.save, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": setup.csrf, Accept: "application/json" } });
      const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (said && said.overtaken) conflict(said);
      else if (!answer.ok || !said) throw new Error(said && said.message ? said.message : "");
      else {
        version = said.version;
        unsaved = changes !== before;
        state(say("saved", { when: said.saved_at }), "done");
        findingsSet(said.findings);
        if (unsaved) later(PAUSE);
      }
    } catch (failure) {
      state(failure.message && !(failure instanceof TypeError) ? failure.message : words.not_saved, "wrong");
      later(AGAIN);
    } finally {
      saving = false;
    }
    return !unsaved;
  };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const conflict = (said) => {
    halted = true;
    state(words.not_saved_other, "wrong");
    const box = at("conflict");
    box.querySelector("[data-conflict-words]").textContent = said.message;
    box.querySelector("[data-conflict-mine]").disabled = !said.can_save;
    box.dataset.version = said.version || "";
    box.hidden = false;
    box.focus();
  };
  at("conflict").addEventListener("click", (event) => {
    if (event.target.closest("[data-conflict-theirs]")) { unsaved = false; window.location.reload(); }
    if (event.target.closest("[data-conflict-mine]")) {
      version = Number(at("conflict").dataset.version) || version;
      halted = false;
      at("conflict").hidden = true;
      save();
    }
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  /* A link that goes on with the draft (trial run, comparison, submission) saves it first. */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-saves]");
    if (!link || !unsaved) return;
    event.preventDefault();
    if (await save()) window.location.assign(link.href);
    else tell(at("saved").textContent);
  });

  // --- findings -----------------------------------------------------------------------------
  const called = (one) => {
    const element = model.get(one.element);
    const bare = (what) => model.title(what, setup.language) || say("unnamed", { kind: words[`kind.${M.kindOf(what)}`] || words.drawing });
    return one.name || (element.waypoints ? say("way.from", { where: bare(element.source) }) : bare(element));
  };
  const signWords = (one) => words[`severity.${one.severity}`];
  const findingsSet = (next) => {
    findings = next;
    findingsDraw();
    list.later();
  };
  const findingsList = () => {
    const errors = findings.filter((one) => one.severity === "error").length;
    at("findings-count").textContent = findings.length ? say("findings.count", { errors, warnings: findings.length - errors }) : words["findings.none"];
    at("findings").replaceChildren(...findings.map((one, place) => M.el("li", { class: `process-finding process-finding-${one.severity}` },
      M.icon(one.severity === "error" ? "alert-triangle" : "info-circle"),
      M.el("div", {}, M.el("p", { class: "process-finding-sign" }, `${place + 1}. ${signWords(one)}`),
        one.element && model.get(one.element)
          ? M.el("button", { type: "button", class: "process-finding-link", onclick: () => { select(model.get(one.element), true); show(model.get(one.element)); } }, `${called(one)}: ${one.message}`)
          : M.el("p", {}, one.element ? `${one.name || one.element}: ${one.message}` : one.message)))));
  };
  const findingsDraw = () => { findingsList(); marksDraw(); };
  const marksDraw = () => {
    const overlays = modeler.get("overlays");
    overlays.remove({ type: "finding" });
    model.modeler.get("elementRegistry").forEach((element) => ["process-wrong", "process-warned"].forEach((mark) => canvas.removeMarker(element.id, mark)));
    const marked = new Map();
    findings.forEach((one, place) => new Set([one.element, ...one.marks]).forEach((id) => { if (model.get(id)) marked.set(id, [...(marked.get(id) || []), [one, place + 1]]); }));
    marked.forEach((all, id) => {
      const element = model.get(id);
      if (element === model.holder() || element === canvas.getRootElement()) return;
      const worst = all.some(([one]) => one.severity === "error") ? "error" : "warning";
      canvas.addMarker(id, worst === "error" ? "process-wrong" : "process-warned");
      const text = `${words[`severity.${worst}`]} ${all.map(([, place]) => place).join(", ")}`;
      const html = M.el("div", { class: `process-mark process-mark-${worst}`, title: all.map(([one]) => one.message).join(" ") }, M.icon(worst === "error" ? "alert-triangle" : "info-circle"), text);
      overlays.add(id, "finding", { position: { top: element.waypoints ? 4 : -22, left: element.waypoints ? 4 : 0 }, html });
    });
  };

  // --- selection ----------------------------------------------------------------------------
  const select = (element, focus) => {
    chosen = element && model.get(element.id) ? element : null;
    if (element) selection.select(element); else selection.select([]);
    panel.draw();
    list.later();
    if (focus) M.soon(() => { const title = at("panel").querySelector(".process-panel-title"); if (title) { title.focus({ preventScroll: false }); } });
  };
  const show = (element) => {
    if (listed || !element) return;
    const view = canvas.viewbox();
    const x = element.waypoints ? element.waypoints[0].x : element.x, y = element.waypoints ? element.waypoints[0].y : element.y;
    if (x < view.x || y < view.y || x + 100 > view.x + view.width || y + 80 > view.y + view.height) canvas.viewbox({ ...view, x: x - view.width / 2, y: y - view.height / 2 });
  };
  modeler.get("eventBus").on("selection.changed", ({ newSelection }) => {
    const next = newSelection.length === 1 ? newSelection[0].labelTarget || newSelection[0] : null;
    if (next === chosen) return;
    chosen = next;
    panel.later();
    list.later();
  });

  const list = M.listMake({ place: at("list"), model, setup, select, selected: () => chosen, findings: () => findings, tell });
  const back = () => { const line = chosen && at("list").querySelector(`[data-key="name-${chosen.id}"]`); if (line) line.focus(); };
  const table = M.tableMake({ dialog: at("table"), model, setup, changed: () => panel.draw() });
  const panel = M.panelMake({ place: at("panel"), model, setup, selected: () => chosen, select, tableOpen: table.summary, label: (element) => list.label(element), back: () => (listed ? back() : at("canvas").querySelector("svg").focus()) });

  // --- what the bar does --------------------------------------------------------------------
  let whole = true;
  /* The whole drawing beside the palette, never larger than it was drawn. */
  const fit = () => {
    if (listed) return;
    const { inner, outer } = canvas.viewbox();
    const left = setup.editable ? 120 : 24, room = 24;
    const scale = Math.max(SMALLEST, Math.min(1, (outer.width - left - room) / Math.max(inner.width, 1), (outer.height - 2 * room) / Math.max(inner.height, 1)));
    canvas.viewbox({ x: inner.x - left / scale, y: inner.y - room / scale, width: outer.width / scale, height: outer.height / scale });
  };
  const view = (name) => {
    listed = name === "list";
    page.dataset.view = name;
    at("list").hidden = !listed;
    at("sheet").hidden = listed;
    page.querySelectorAll("[data-view-button]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.viewButton === name)));
    if (listed) list.draw(); else { canvas.resized(); if (whole) fit(); whole = false; }
  };
  const download = (name, text, type) => {
    const link = M.el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const zoom = (factor) => canvas.zoom(Math.max(SMALLEST, Math.min(LARGEST, canvas.zoom() * factor)), "auto");
  const ACTS = {
    undo: () => { if (stack.canUndo()) { stack.undo(); tell(words.undone); } },
    redo: () => { if (stack.canRedo()) { stack.redo(); tell(words.redone); } },
    in: () => zoom(STEP), out: () => zoom(1 / STEP), all: fit,
    save: () => { later(0); },
    bpmn: async () => download(`${setup.key}.bpmn`, await xml(), "application/xml"),
    svg: async () => download(`${setup.key}.svg`, (await modeler.saveSVG()).svg, "image/svg+xml"),
    print: () => window.print(),
  };
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && ACTS[button.dataset.act]) {
      ACTS[button.dataset.act]();
      const menu = button.closest("details.menu");
      if (menu) menu.open = false;
    }
    const turn = event.target.closest("[data-view-button]");
    if (turn) view(turn.dataset.viewButton);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "s") { event.preventDefault(); ACTS.save(); return; }
    const writing = ["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName) || event.target.isContentEditable;
    if (writing || at("canvas").contains(event.target)) return; // there bpmn-js has its own keys
    if (key === "z" && !event.shiftKey) { event.preventDefault(); ACTS.undo(); }
    if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); ACTS.redo(); }
  });
  window.addEventListener("beforeprint", async () => {
    const { svg } = await modeler.saveSVG();
    at("paper").replaceChildren(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
  });

  const buttons = () => {
    page.querySelectorAll("[data-act=undo]").forEach((button) => { button.disabled = !stack.canUndo(); });
    page.querySelectorAll("[data-act=redo]").forEach((button) => { button.disabled = !stack.canRedo(); });
  };
  let typing = false; // a change that comes from the panel leaves the panel as it is
  at("panel").addEventListener("change", () => { typing = true; setTimeout(() => { typing = false; }, 0); }, true);

  const begin = async () => {
    try {
      await modeler.importXML(setup.text);
    } catch {
      at("failed").hidden = false;
      at("sheet").hidden = true;
      at("panel").hidden = true;
      page.querySelector(".process-bar").hidden = true;
      findingsList(); // a file without its picture still says what cannot run
      return;
    }
    modeler.get("eventBus").on("commandStack.changed", () => {
      changes += 1;
      unsaved = true;
      if (!halted) state(words.unsaved);
      later(PAUSE);
      buttons();
      list.later();
      M.soon(marksDraw);
      if (!typing) panel.later();
    });
    view(PHONE.matches || !setup.editable && PHONE.matches ? "list" : "drawing");
    findingsDraw();
    panel.draw();
    buttons();
    page.dataset.ready = "";
  };
  begin();
})();
