/* Conditions of ways, and the data that they and decision tables may name: chosen, never typed as code. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const { el, choice, text, button, kindOf, soon, redraw } = window.MotcuaProcess;
  const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];

  /* Conditions, built from rows (what, comparison, value) that all hold, or of which one holds.
     A text of another shape is left as it is: null. */
  const TOKEN = /\s*(?:(\()|(\))|(==|!=|<=|>=|<|>)|(and|or|not|in)\b|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|(True|False|None)\b|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)|(,))/y;
  const conditionRead = (text) => {
    const tokens = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const match = TOKEN.exec(text);
      if (!match) return null;
      tokens.push(match[0].trim());
    }
    const rows = [];
    let join = "";
    for (let at = 0; at < tokens.length;) {
      if (at) {
        if (!["and", "or"].includes(tokens[at]) || (join && join !== tokens[at])) return null;
        join = tokens[at];
        at += 1;
      }
      const [field, operator, value] = tokens.slice(at, at + 3);
      if (!/^[A-Za-z_]/.test(field || "") || !/^(==|!=|<=|>=|<|>)$/.test(operator || "") || !/^["'\d-]|^(True|False)$/.test(value || "")) return null;
      rows.push({ field, operator, value: /^["']/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value, text: /^["']/.test(value) });
      at += 3;
    }
    return rows.length ? { join: join || "and", rows } : null;
  };
  const conditionWrite = ({ join, rows }) => rows.filter((row) => row.field && row.value !== "").map((row) => {
    const value = row.text ? `"${row.value.replace(/(["\\])/g, "\\$1")}"` : row.value;
    return `${row.field} ${row.operator} ${value}`;
  }).join(` ${join} `);


  const fill = (words, values) => words.replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));
  const outcomesOf = (model, step, language) => model.extensions(step, "Outcome").map((one) => [one.get("code"), one.get(language) || one.get("vi") || one.get("code")]);

  /* The answers of a choice: with names, or (older drawings) as codes that stand for themselves. */
  const optionsOf = (one) => {
    const named = (one.get("option") || []).map((option) => ({ code: option.get("code") || "", vi: option.get("vi") || "", en: option.get("en") || "", id: option.get("id") || "" }));
    return named.length ? named : (one.get("values") || "").split(/\s+/).filter(Boolean).map((code) => ({ code, vi: code, en: code, id: code }));
  };
  /* Steps that can be the last one done when a dossier stands before this element. */
  const stepsBefore = (model, element) => {
    const seen = new Set();
    const found = [];
    const queue = [...model.arrivals(element)];
    while (queue.length) {
      const from = queue.shift().source;
      if (seen.has(from)) continue;
      seen.add(from);
      if (["step", "receive", "service"].includes(kindOf(from))) found.push(from);
      else queue.push(...model.arrivals(from));
    }
    return found;
  };

  /* What may be compared at this element: {code, label, kind, values: [[code, word]], plain}. `plain` is its name in a table. */
  const dataKnown = (model, setup, element) => {
    const { words, language } = setup;
    const found = [];
    const before = element ? stepsBefore(model, element) : [];
    const last = new Map(before.flatMap((step) => (kindOf(step) === "service" ? setup.service_ends : outcomesOf(model, step, language))));
    found.push({ code: "outcome", plain: "outcome", label: words["condition.last"], kind: "choice", values: [...last] });
    model.nodes().filter((one) => ["step", "send"].includes(kindOf(one))).forEach((step) => {
      const name = model.title(step, language) || fill(words.unnamed, { kind: words[`kind.${kindOf(step)}`] });
      const outcomes = outcomesOf(model, step, language);
      if (outcomes.length) found.push({ code: `${step.id}.outcome`, plain: `${step.id}.outcome`, label: fill(words["condition.of"], { step: name }), kind: "choice", values: outcomes });
      model.extensions(step, "Field").forEach((one) => found.push({
        code: `data.${one.get("name")}`, plain: one.get("name"), label: one.get(language) || one.get("vi") || one.get("name"), kind: one.get("kind") || "text",
        values: optionsOf(one).map((option) => [option.code, option[language] || option.vi || option.code]),
      }));
    });
    model.nodes().filter((one) => kindOf(one) === "service").forEach((one) => {
      const own = model.extension(one, "Service");
      found.push({ code: `${one.id}.outcome`, plain: `${one.id}.outcome`, label: fill(words["condition.of"], { step: model.title(one, language) || fill(words.unnamed, { kind: words[`kind.${kindOf(one)}`] }) }), kind: "choice", values: setup.service_ends });
      setup.service_gives.filter((given) => own && given.of === own.get("action")).forEach((given) => found.push({ code: `data.${given.name}`, plain: given.name, label: given.label, kind: given.kind, values: given.values }));
    });
    model.nodes().filter((one) => kindOf(one) === "decision").forEach((one) => {
      const table = model.extension(one, "dmn:DecisionTable");
      if (table) (table.get("output") || []).forEach((output, column) => {
        const texts = (table.get("rule") || []).map((rule) => ((rule.get("outputEntry") || [])[column] || { text: "" }).text || "");
        const values = [...new Set(texts.map((entry) => entry.trim().replace(/^"(.*)"$/, "$1")).filter(Boolean))];
        found.push({ code: `data.${output.get("name")}`, plain: output.get("name"), label: output.get("label") || output.get("name"), kind: { number: "number", boolean: "boolean" }[output.get("typeRef")] || "choice", values: values.map((value) => [value, value]) });
      });
    });
    setup.data.forEach((one) => found.push({ code: `data.${one.name}`, plain: one.name, label: one.label || one.name, kind: one.kind, values: one.values }));
    const codes = new Set();
    return found.filter((one) => one.plain && !codes.has(one.code) && codes.add(one.code));
  };

  /* A condition in words; one of another shape as it is written. */
  const conditionSay = (written, model, setup, element) => {
    const read = conditionRead(written);
    if (!read) return written;
    const known = dataKnown(model, setup, element);
    return read.rows.map((row) => {
      const field = known.find((one) => one.code === row.field);
      const value = field && field.values.find(([code]) => code === row.value);
      return `${field ? field.label : row.field} ${setup.words[`compare.${row.operator}`]} ${value ? `“${value[1]}”` : setup.words[`value.${row.value}`] || row.value}`;
    }).join(` ${setup.words[`join.${read.join}`]} `);
  };

  const valueControl = (row, field, setup, change, key) => {
    const { words } = setup;
    if (field && field.kind === "boolean") {
      return choice(words["condition.value"], row.value, [["", words.choose], ["True", words["value.True"]], ["False", words["value.False"]]], (value) => change({ value, text: false }), { key });
    }
    if (field && field.values.length) return choice(words["condition.value"], row.value, [["", words.choose], ...field.values], (value) => change({ value, text: true }), { key });
    const number = field ? field.kind === "number" : !row.text;
    return text(words["condition.value"], row.value, (value) => change({ value: number ? value.replace(",", ".") : value, text: !number }), { key, inputmode: number ? "decimal" : undefined });
  };

  /* Rows to choose from. A row without a value is shown, and written once it has one. */
  const conditionEditor = ({ flow, model, setup }) => {
    const { words } = setup;
    const box = el("div", { class: "process-conditions" });
    const known = dataKnown(model, setup, flow.source);
    const written = model.condition(flow);
    let state = written ? conditionRead(written) : { join: "and", rows: [] };
    const store = () => model.conditionSet(flow, conditionWrite(state));
    const rowMake = () => ({ field: known[0].code, operator: "==", value: "", text: true });

    const line = (row, place) => {
      const field = known.find((one) => one.code === row.field);
      const id = `${flow.id}-${place}`;
      const ordered = !field || field.kind === "number";
      const operators = COMPARISONS.filter((one) => ordered || ["==", "!="].includes(one) || one === row.operator).map((one) => [one, words[`compare.${one}`]]);
      const take = (value) => {
        const chosen = known.find((one) => one.code === value);
        Object.assign(row, { field: value, value: "", operator: "==", text: !chosen || !["number", "boolean"].includes(chosen.kind) });
        store();
        soon(draw);
      };
      const drop = () => { state.rows.splice(place, 1); store(); draw(); };
      return el("div", { class: "process-condition" },
        choice(words["condition.field"], row.field, known.map((one) => [one.code, one.label]), take, { key: `field-${id}` }),
        choice(words["condition.compare"], row.operator, operators, (value) => { row.operator = value; store(); }, { key: `compare-${id}` }),
        valueControl(row, field, setup, (changes) => { Object.assign(row, changes); store(); }, `value-${id}`),
        state.rows.length > 1 ? button(words["condition.drop"], drop, { kind: "quiet", sign: "x", key: `drop-${id}`, name: String(place + 1) }) : null);
    };
    const draw = () => {
      if (!state) {
        const anew = () => { model.conditionSet(flow, ""); state = { join: "and", rows: [] }; draw(); };
        redraw(box, [el("p", { class: "hint" }, words["condition.by_hand"]), el("p", {}, el("code", {}, written)), button(words["condition.anew"], anew, { key: `anew-${flow.id}` })]);
        return;
      }
      if (!state.rows.length) state.rows.push(rowMake());
      const join = state.rows.length > 1 ? choice(words["condition.join"], state.join, [["and", words["join.all"]], ["or", words["join.any"]]], (value) => { state.join = value; store(); }, { key: `join-${flow.id}` }) : null;
      const more = button(words["condition.more"], () => { state.rows.push(rowMake()); draw(); }, { kind: "quiet", sign: "plus", key: `more-${flow.id}` });
      redraw(box, [join, ...state.rows.map(line), more].filter(Boolean));
    };
    draw();
    return box;
  };

  Object.assign(window.MotcuaProcess, { conditionRead, conditionWrite, conditionSay, conditionEditor, dataKnown, optionsOf, fill });
})();
