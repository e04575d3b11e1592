/* The decision table of a step without people: what is asked, what comes out, one rule a row.
   A plain table; cells are chosen, rows move by buttons. What a cell cannot show stays as text. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const { el, icon, choice, text, button, redraw, soon, fill, dataKnown, codeFor } = window.MotcuaProcess;
  const TYPES = { number: "number", boolean: "boolean" };
  const typeOf = (kind) => TYPES[kind] || "string";

  const tableRead = (table) => ({
    id: table.get("id") || "table",
    hit: table.get("hitPolicy") || "UNIQUE",
    inputs: (table.get("input") || []).map((one) => ({
      id: one.get("id"), label: one.get("label") || "", plain: one.inputExpression ? (one.inputExpression.text || "").trim() : "",
      type: (one.inputExpression && one.inputExpression.get("typeRef")) || "string", values: one.inputValues ? one.inputValues.text || "" : "",
    })),
    outputs: (table.get("output") || []).map((one) => ({ id: one.get("id"), name: one.get("name") || "", label: one.get("label") || "", type: one.get("typeRef") || "string" })),
    rules: (table.get("rule") || []).map((one) => ({
      id: one.get("id"), put: (one.get("inputEntry") || []).map((entry) => (entry.text || "").trim()), out: (one.get("outputEntry") || []).map((entry) => (entry.text || "").trim()),
    })),
  });
  const tableWrite = (state) => ({
    id: state.id, hitPolicy: state.hit,
    $children: {
      input: state.inputs.map((one) => ["dmn:Input", { id: one.id, label: one.label, $children: {
        inputExpression: ["dmn:InputExpression", { typeRef: one.type, text: one.plain }], ...(one.values ? { inputValues: ["dmn:InputValues", { text: one.values }] } : {}),
      } }]),
      output: state.outputs.map((one) => ["dmn:Output", { id: one.id, name: one.name, label: one.label, typeRef: one.type }]),
      rule: state.rules.map((one) => ["dmn:Rule", { id: one.id, $children: {
        inputEntry: state.inputs.map((_, at) => ["dmn:InputEntry", { text: one.put[at] || "-" }]), outputEntry: state.outputs.map((_, at) => ["dmn:OutputEntry", { text: one.out[at] || "" }]),
      } }]),
    },
  });

  const COMPARE = /^(<=|>=|<|>)?\s*(-?\d+(?:\.\d+)?)$/;
  const BETWEEN = /^\[\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*\]$/;
  const number = (value) => value.replace(",", ".").trim();
  const quoted = (value) => `"${value.replace(/"/g, "'")}"`;
  const plainText = (entry) => (/^"[^"]*"$/.test(entry) ? entry.slice(1, -1) : null);

  const tableMake = ({ dialog, model, setup, changed }) => {
    const { words } = setup;
    const say = (key, values = {}) => fill(words[key] || key, values);
    const body = dialog.querySelector("[data-table-body]");
    let element = null;
    let state = null;
    let known = [];

    const fresh = (list, prefix) => { let at = 1; while (list.some((one) => one.id === `${prefix}${at}`)) at += 1; return `${prefix}${at}`; };
    const store = (anew) => { model.extensionsSet(element, "dmn:DecisionTable", [tableWrite(state)]); if (anew) soon(draw); };
    const hidden = (made) => { made.querySelector("label").classList.add("visually-hidden"); return made; };

    const inputCell = (rule, at, row) => {
      const input = state.inputs[at];
      const entry = rule.put[at] || "-";
      const anything = entry === "-" || entry === "";
      const found = known.find((one) => one.plain === input.plain);
      const name = say("table.cell", { row: row + 1, column: input.label || input.plain });
      const put = (value, anew) => { rule.put[at] = value; store(anew); };
      const key = `in-${rule.id}-${at}`;
      if (input.type === "boolean") return hidden(choice(name, anything ? "-" : entry, [["-", say("table.any")], ["true", say("value.True")], ["false", say("value.False")]], (value) => put(value), { key }));
      if (input.type === "number") {
        const between = BETWEEN.exec(entry);
        const compare = COMPARE.exec(entry);
        if (!anything && !between && !compare) return hidden(text(name, entry, (value) => put(value || "-", true), { key }));
        const operator = anything ? "-" : between ? ".." : compare[1] || "=";
        const from = between ? between[1] : compare ? compare[2] : "";
        const write = (sign, value, to) => {
          if (sign === "-") return put("-", true);
          if (sign === "..") return put(`[${number(value) || "0"}..${number(to) || number(value) || "0"}]`, true);
          return put(sign === "=" ? number(value) || "0" : `${sign} ${number(value) || "0"}`, true);
        };
        const signs = [["-", say("table.any")], ["=", say("compare.==")], ["<", say("compare.<")], ["<=", say("compare.<=")], [">", say("compare.>")], [">=", say("compare.>=")], ["..", say("table.between")]];
        return el("div", { class: "process-cell" },
          hidden(choice(name, operator, signs, (sign) => write(sign, from, between ? between[2] : ""), { key })),
          anything ? null : hidden(text(say("table.value", { cell: name }), from, (value) => write(operator, value, between ? between[2] : ""), { key: `${key}-value`, inputmode: "decimal" })),
          between ? hidden(text(say("table.to", { cell: name }), between[2], (value) => write(operator, from, value), { key: `${key}-to`, inputmode: "decimal" })) : null);
      }
      const values = found ? found.values : [];
      const literal = plainText(entry);
      if (values.length && (anything || literal !== null)) return hidden(choice(name, anything ? "-" : literal, [["-", say("table.any")], ...values], (value) => put(value === "-" ? "-" : quoted(value)), { key }));
      if (anything || literal !== null) return hidden(text(name, anything ? "" : literal, (value) => put(value ? quoted(value) : "-"), { key, none: say("table.any") }));
      return hidden(text(name, entry, (value) => put(value || "-", true), { key }));
    };
    const outputCell = (rule, at, row) => {
      const output = state.outputs[at];
      const entry = rule.out[at] || "";
      const name = say("table.cell", { row: row + 1, column: output.label || output.name });
      const put = (value) => { rule.out[at] = value; store(); };
      const key = `out-${rule.id}-${at}`;
      if (output.type === "boolean") return hidden(choice(name, entry, [["", words.choose], ["true", say("value.True")], ["false", say("value.False")]], put, { key }));
      if (output.type === "number") return hidden(text(name, entry, (value) => put(number(value)), { key, inputmode: "decimal" }));
      return hidden(text(name, plainText(entry) === null ? entry : plainText(entry), (value) => put(value ? quoted(value) : ""), { key }));
    };

    const inputHead = (input, at) => el("th", { scope: "col" },
      choice(say("table.input", { number: at + 1 }), input.plain, known.map((one) => [one.plain, one.label]), (plain) => {
        const chosen = known.find((one) => one.plain === plain);
        Object.assign(input, { plain, label: chosen.label, type: typeOf(chosen.kind), values: chosen.values.map(([code]) => quoted(code)).join(",") });
        state.rules.forEach((rule) => { rule.put[at] = "-"; });
        store(true);
      }, { key: `input-${input.id}` }),
      state.inputs.length > 1 ? button(say("remove"), () => { state.inputs.splice(at, 1); state.rules.forEach((rule) => rule.put.splice(at, 1)); store(true); }, { kind: "quiet", sign: "trash", key: `input-${input.id}-x`, name: input.label || input.plain }) : null);
    const outputHead = (output, at) => el("th", { scope: "col", class: "process-out" },
      text(say("table.output", { number: at + 1 }), output.label || output.name, (value) => {
        output.label = value;
        if (/^output_?\d*$/.test(output.name) || !output.name) output.name = codeFor(value, state.outputs.filter((one) => one !== output).map((one) => one.name));
        store(true);
      }, { key: `output-${output.id}` }),
      choice(say("table.type"), output.type, [["string", say("table.text")], ["number", say("table.number")], ["boolean", say("table.yes_no")]], (type) => { output.type = type; state.rules.forEach((rule) => { rule.out[at] = ""; }); store(true); }, { key: `type-${output.id}` }),
      el("span", { class: "muted" }, "data.", output.name),
      state.outputs.length > 1 ? button(say("remove"), () => { state.outputs.splice(at, 1); state.rules.forEach((rule) => rule.out.splice(at, 1)); store(true); }, { kind: "quiet", sign: "trash", key: `output-${output.id}-x`, name: output.label || output.name }) : null);
    const row = (rule, at) => {
      const move = (by) => () => { state.rules.splice(at, 1); state.rules.splice(at + by, 0, rule); store(true); };
      const sign = (name, key, act, word, disabled) => el("button", { type: "button", class: `button button-quiet${key === "up" ? " process-flip" : ""}`, "data-key": `${key}-${rule.id}`, "aria-label": say(word, { row: at + 1 }), title: say(word, { row: at + 1 }), onclick: act, disabled }, icon(name));
      return el("tr", {}, el("th", { scope: "row", class: "num" }, String(at + 1)),
        ...state.inputs.map((_, column) => el("td", {}, inputCell(rule, column, at))), ...state.outputs.map((_, column) => el("td", { class: "process-out" }, outputCell(rule, column, at))),
        el("td", {}, el("div", { class: "process-row-acts" }, sign("chevron-down", "up", move(-1), "table.up", at === 0), sign("chevron-down", "down", move(1), "table.down", at === state.rules.length - 1),
          sign("trash", "x", () => { state.rules.splice(at, 1); store(true); }, "table.row_remove", false))));
    };
    const draw = () => {
      known = dataKnown(model, setup, element).filter((one) => !state.outputs.some((output) => output.name === one.plain));
      const input = () => { const [one] = known; state.inputs.push({ id: fresh(state.inputs, "i"), plain: one.plain, label: one.label, type: typeOf(one.kind), values: "" }); store(true); };
      const output = () => { const id = fresh(state.outputs, "o"); state.outputs.push({ id, name: `output_${id.slice(1)}`, label: "", type: "string" }); store(true); };
      redraw(body, [
        choice(say("table.hit"), state.hit, [["UNIQUE", say("table.unique")], ["FIRST", say("table.first")], ["ANY", say("table.every")]], (hit) => { state.hit = hit; store(); }, { key: "hit", hint: say("table.hit_hint") }),
        el("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": say("table.title") }, el("table", { class: "table process-table" },
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("table.row")), ...state.inputs.map(inputHead), ...state.outputs.map(outputHead), el("th", { scope: "col" }, say("table.acts")))),
          el("tbody", {}, ...state.rules.map(row)))),
        state.rules.length ? null : el("p", { class: "hint" }, say("table.empty")),
        el("div", { class: "actions" },
          button(say("table.row_add"), () => { state.rules.push({ id: fresh(state.rules, "r"), put: state.inputs.map(() => "-"), out: state.outputs.map(() => "") }); store(true); }, { sign: "plus", key: "row-add" }),
          button(say("table.input_add"), input, { kind: "quiet", sign: "plus", key: "input-add" }), button(say("table.output_add"), output, { kind: "quiet", sign: "plus", key: "output-add" })),
      ].filter(Boolean));
      if (!setup.editable) body.querySelectorAll("input, select, button").forEach((control) => { control.disabled = true; });
    };
    dialog.addEventListener("close", () => { element = null; changed(); });

    const open = (chosen) => {
      element = chosen;
      const table = model.extension(element, "dmn:DecisionTable");
      known = dataKnown(model, setup, element);
      state = table ? tableRead(table) : { id: `table_${element.id}`, hit: "UNIQUE", inputs: [{ id: "i1", plain: known[0].plain, label: known[0].label, type: "string", values: "" }], outputs: [{ id: "o1", name: "output_1", label: "", type: "string" }], rules: [] };
      draw();
      dialog.showModal();
    };
    /* What stands in the panel of a decision: the rules in words, and the way to the table. */
    const summary = (chosen) => {
      const table = model.extension(chosen, "dmn:DecisionTable");
      const read = table ? tableRead(table) : null;
      return el("div", { class: "process-group" }, el("p", {}, read ? say("table.summary", { rows: read.rules.length, inputs: read.inputs.map((one) => one.label || one.plain).join(", "), outputs: read.outputs.map((one) => one.label || one.name).join(", ") }) : say("table.none")),
        button(say("table.open"), () => open(chosen), { sign: "table", key: "table-open" }));
    };
    return { open, summary };
  };

  Object.assign(window.MotcuaProcess, { tableMake });
})();
