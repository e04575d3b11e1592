/* Properties of the chosen element: names, who does it, hours, outcomes, what is filled in, ways on. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const { el, field, text, choice, tick, button, group, soon, redraw, kindOf, siblings, fill, codeFor, conditionEditor, optionsOf } = window.MotcuaProcess;
  const LANGUAGES = ["vi", "en", "id"];

  const number = (value) => value.replace(",", ".").trim();

  const panelMake = ({ place, model, setup, selected, select, tableOpen, label, back }) => {
    const { words } = setup;
    const say = (key, values = {}) => fill(words[key] || key, values);
    const draw = () => {
      const element = selected() || model.holder();
      const wasHere = model.get(element.id) ? element : model.holder();
      redraw(place, parts(wasHere));
      if (!setup.editable) place.querySelectorAll("input, select, button:not([data-back])").forEach((control) => { control.disabled = true; });
    };
    const again = () => soon(draw);

    const nameFields = (element) => {
      const found = model.names(element);
      return LANGUAGES.map((language) => text(say(`name.${language}`), found[language], (value) => model.nameSet(element, language, value), { key: `name-${language}`, lang: language }));
    };

    const entries = (element, type) => model.extensions(element, type).map((one) => {
      const kept = {};
      one.$descriptor.properties.forEach((property) => { if (property.isAttr) kept[property.ns.localName] = one.get(property.name) || ""; });
      if (type === "Field" && kept.kind === "choice") optionsSet(kept, optionsOf(one));
      return kept;
    });
    /* The answers of a choice stand inside it, with their names; `values` is of older drawings. */
    const optionsSet = (entry, options) => {
      entry.options = options;
      entry.values = "";
      Object.defineProperty(entry, "options", { enumerable: false });
      entry.$children = { option: options.map((option) => ["motcua:Option", { ...option }]) };
    };
    const answers = (entry, place, store) => {
      const list = entry.options || [];
      const keep = () => { optionsSet(entry, list); store(); };
      return group(say("fields.values"), ...list.map((option, at) => el("div", { class: "process-entry" },
        ...LANGUAGES.map((language) => text(say(`name.${language}`), option[language], (value) => {
          option[language] = value;
          if (!option.code && value) option.code = codeFor(value, list.map((one) => one.code));
          keep();
        }, { key: `option-${place}-${at}-${language}`, lang: language })),
        el("div", { class: "process-entry-foot" }, el("span", { class: "muted" }, say("code"), " ", el("code", {}, option.code)),
          button(say("remove"), () => { list.splice(at, 1); keep(); draw(); }, { kind: "quiet", sign: "trash", key: `option-${place}-${at}-remove`, name: option.vi || option.code })))),
      button(say("fields.values_add"), () => {
        list.push({ code: codeFor(`answer_${list.length + 1}`, list.map((one) => one.code)), vi: "", en: "", id: "" });
        keep();
        draw();
      }, { sign: "plus", key: `option-${place}-add` }));
    };
    /* Outcomes and fields alike: entries with names, each removable, one more at the end. */
    const several = (element, type, { title, hint, code, add, extra, fresh }) => {
      const list = entries(element, type);
      const store = () => model.extensionsSet(element, type, list);
      const rows = list.map((entry, place) => el("div", { class: "process-entry" },
        ...LANGUAGES.map((language) => text(say(`name.${language}`), entry[language], (value) => {
          entry[language] = value;
          if (!entry[code] && value) entry[code] = codeFor(value, list.map((one) => one[code]));
          store();
        }, { key: `${type}-${place}-${language}`, lang: language })),
        ...(extra ? extra(entry, place, store) : []),
        el("div", { class: "process-entry-foot" }, entry[code] ? el("span", { class: "muted" }, say("code"), " ", el("code", {}, entry[code])) : null,
          button(say("remove"), () => { list.splice(place, 1); store(); draw(); }, { kind: "quiet", sign: "trash", key: `${type}-${place}-remove`, name: entry.vi || entry[code] || String(place + 1) }))));
      return group(title, hint ? el("p", { class: "hint" }, hint) : null, ...rows, button(add, () => {
        const entry = { ...fresh };
        list.push(entry);
        entry[code] = codeFor(`${type}_${list.length}`, list.map((one) => one[code]));
        store();
        draw();
        const first = place.querySelector(`[data-key="${type}-${list.length - 1}-vi"]`);
        if (first) first.focus();
      }, { sign: "plus", key: `${type}-add` }));
    };

    const work = (element) => {
      const step = model.extension(element, "Step");
      const value = (name) => (step ? step.get(name) || "" : "");
      const put = (name) => (chosen) => model.attributesSet(element, "Step", { [name]: chosen });
      const none = [["", words.choose]];
      return [
        choice(say("role"), value("role"), [...none, ...setup.roles], put("role"), { key: "role" }),
        choice(say("unit"), value("unit"), [...none, ...setup.units], put("unit"), { key: "unit", hint: say("unit.hint") }),
        choice(say("act"), value("act"), [...none, ...setup.acts], put("act"), { key: "act", hint: say("act.hint") }),
        text(say("hours"), value("hours"), (hours) => put("hours")(number(hours)), { key: "hours", inputmode: "decimal", hint: say("hours.hint"), width: "short", maxlength: 7 }),
        several(element, "Outcome", { title: say("outcomes"), hint: say("outcomes.hint"), code: "code", add: say("outcomes.add"), fresh: { code: "", vi: "", en: "", id: "" } }),
        several(element, "Field", {
          title: say("fields"), hint: say("fields.hint"), code: "name", add: say("fields.add"), fresh: { name: "", kind: "text", required: "false", vi: "", en: "", id: "", values: "" },
          extra: (entry, place, store) => [
            choice(say("fields.kind"), entry.kind, setup.field_kinds, (kind) => { entry.kind = kind; if (kind !== "choice") { entry.values = ""; delete entry.$children; } store(); again(); }, { key: `kind-${place}` }),
            entry.kind === "choice" ? answers(entry, place, store) : null,
            tick(say("fields.required"), entry.required === "true", (on) => { entry.required = on ? "true" : "false"; store(); }, `required-${place}`),
          ],
        }),
      ];
    };

    /* A timer waits calendar days and hours, or working hours of a unit. */
    const timer = (element) => {
      const definition = element.businessObject.eventDefinitions[0];
      const working = model.extension(element, "Timer");
      const duration = definition.timeDuration ? definition.timeDuration.body || "" : "";
      const [, days, hours] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?)?/.exec(duration) || [];
      const durationSet = (more) => {
        const next = { days: days || "0", hours: hours || "0", ...more };
        const body = `P${Number(next.days) ? `${Number(next.days)}D` : ""}${Number(next.hours) ? `T${Number(next.hours)}H` : ""}`;
        const formal = model.moddle.create("bpmn:FormalExpression", { body: body === "P" ? "" : body });
        formal.$parent = definition;
        model.modeling.updateModdleProperties(element, definition, { timeDuration: body === "P" ? undefined : formal });
        again();
      };
      const kind = working ? "working" : "calendar";
      const turn = (chosen) => {
        if (chosen === "working") {
          model.modeling.updateModdleProperties(element, definition, { timeDuration: undefined });
          model.extensionsSet(element, "Timer", [{ hours: "8", unit: (setup.units[0] || [""])[0] }]);
        } else model.extensionsSet(element, "Timer", []);
        again();
      };
      const whole = (value) => String(Math.max(0, Math.trunc(Number(number(value)) || 0)));
      return [
        choice(say("timer.kind"), kind, [["calendar", words["timer.calendar"]], ["working", words["timer.working"]]], turn, { key: "timer-kind" }),
        ...(working ? [
          text(say("timer.hours"), working.get("hours"), (value) => model.attributesSet(element, "Timer", { hours: number(value) }), { key: "timer-hours", inputmode: "decimal", width: "short" }),
          choice(say("unit"), working.get("unit"), setup.units, (value) => model.attributesSet(element, "Timer", { unit: value }), { key: "timer-unit", hint: say("timer.unit_hint") }),
        ] : [
          text(say("timer.days"), days || "0", (value) => durationSet({ days: whole(value) }), { key: "timer-days", inputmode: "numeric", width: "short" }),
          text(say("timer.hours_more"), hours || "0", (value) => durationSet({ hours: whole(value) }), { key: "timer-more", inputmode: "numeric", width: "short" }),
        ]),
      ];
    };
    const call = (element) => {
      const version = model.extension(element, "Call");
      const value = element.businessObject.calledElement ? `${element.businessObject.calledElement} ${version ? version.get("version") : ""}` : "";
      return [choice(say("call"), value, [["", words.choose], ...setup.callable.map((one) => [`${one.key} ${one.version}`, one.name])], (chosen) => {
        const [key, pinned] = chosen.split(" ");
        model.change(element, { calledElement: key || undefined });
        model.extensionsSet(element, "Call", pinned ? [{ version: pinned }] : []);
      }, { key: "call", hint: say("call.hint") })];
    };
    const receive = (element) => {
      const waits = model.extension(element, "Receive");
      const from = new Set(((waits && waits.get("from")) || "").split(/\s+/).filter(Boolean));
      const sends = model.nodes().filter((one) => kindOf(one) === "send");
      if (!sends.length) return [el("p", { class: "hint" }, say("receive.none"))];
      return [group(say("receive"), ...sends.map((one) => tick(label(one), from.has(one.id), (on) => {
        if (on) from.add(one.id); else from.delete(one.id);
        model.extensionsSet(element, "Receive", from.size ? [{ from: [...from].join(" ") }] : []);
      }, `receive-${one.id}`)))];
    };
    const service = (element) => {
      const now = model.extension(element, "Service");
      const action = now ? now.get("action") || "" : "";
      const texts = setup.service_texts[action] || [];
      const step = model.extension(element, "Step");
      const value = (name) => (step ? step.get(name) || "" : "");
      const put = (name) => (chosen) => model.attributesSet(element, "Step", { [name]: chosen, act: "" });
      const none = [["", words.choose]];
      const gives = setup.service_gives.filter((one) => one.of === action);
      return [
        choice(say("service"), action, [...none, ...setup.services], (chosen) => {
          ["Outcome", "Field"].forEach((type) => { if (model.extensions(element, type).length) model.extensionsSet(element, type, []); });
          model.extensionsSet(element, "Service", chosen ? [{ action: chosen }] : []);
          again();
        }, { key: "service", hint: say("service.hint") }),
        texts.length ? choice(say("service.text"), (now && now.get("text")) || "", [...none, ...texts], (chosen) => model.attributesSet(element, "Service", { text: chosen }), { key: "service-text" }) : null,
        gives.length ? el("p", { class: "hint" }, say("service.gives", { what: gives.map((one) => one.label).join(", ") })) : null,
        group(say("service.person"), el("p", { class: "hint" }, say("service.person_hint")),
          choice(say("role"), value("role"), [...none, ...setup.roles], put("role"), { key: "role" }),
          choice(say("unit"), value("unit"), [...none, ...setup.units], put("unit"), { key: "unit" }),
          text(say("hours"), value("hours"), (hours) => put("hours")(number(hours)), { key: "hours", inputmode: "decimal", width: "short", maxlength: 7 })),
      ].filter(Boolean);
    };

    /* Ways on: where to, and under which condition. */
    const targets = (element) => model.ordered().filter((one) => one !== element && !["start", "boundary"].includes(kindOf(one))).map((one) => [one.id, label(one)]);
    const way = (flow, alone) => {
      const split = kindOf(flow.source) === "choice" && !alone;
      const taken = model.isDefault(flow);
      return el("div", { class: "process-entry" },
        choice(say("ways.to"), flow.target.id, targets(flow.source), (id) => { model.targetSet(flow, model.get(id)); again(); }, { key: `to-${flow.id}` }),
        split ? tick(say("ways.default"), taken, (on) => { if (on) model.defaultSet(flow); else model.modeling.updateProperties(flow.source, { default: undefined }); again(); }, `default-${flow.id}`) : null,
        split && !taken ? conditionEditor({ flow, model, setup }) : null,
        button(say("ways.remove"), () => { model.remove(flow); draw(); }, { kind: "quiet", sign: "trash", key: `unway-${flow.id}`, name: label(flow.target) }));
    };
    const ways = (element) => {
      const flows = model.flows(element);
      const options = targets(element).filter(([id]) => !flows.some((flow) => flow.target.id === id));
      let chosen = "";
      return group(say("ways"), ...flows.map((flow) => way(flow, flows.length < 2)),
        options.length ? choice(say("ways.new"), "", [["", words.choose], ...options], (id) => { chosen = id; }, { key: "way-new" }) : null,
        options.length ? button(say("ways.add"), () => { if (chosen) { model.connect(element, model.get(chosen)); draw(); } }, { sign: "plus", key: "way-add" }) : null);
    };

    const SPECIAL = { step: work, send: work, timer, boundary: timer, call, receive, service, decision: (element) => [tableOpen(element)] };
    const parts = (element) => {
      const kind = kindOf(element);
      const others = kind ? siblings(kind, setup.kinds) : [];
      const head = (title, sub) => [
        back ? el("p", { class: "process-back" }, button(say("back"), back, { kind: "quiet", sign: "arrow-left", key: "back" })) : null,
        el("h2", { class: "process-panel-title", tabindex: "-1", "data-key": "title" }, title),
        el("p", { class: "muted" }, sub),
      ].filter(Boolean);
      if (element === model.holder() || element === model.modeler.get("canvas").getRootElement()) {
        const holder = model.holder();
        return [...head(say("process"), say("process.hint")), ...nameFields(holder), button(say("process.first"), () => { const [first] = model.ordered(); if (first) select(first, true); }, { key: "first" })];
      }
      if (element.waypoints && element.type === "bpmn:SequenceFlow") {
        const alone = model.flows(element.source).length < 2;
        return [...head(say("way"), say("way.from", { where: label(element.source) })), text(say("name.vi"), model.names(element).vi, (value) => model.nameSet(element, "vi", value), { key: "name-vi", lang: "vi" }), way(element, alone)];
      }
      if (!kind) return [...head(say("drawing"), say("drawing.hint")), ...(element.businessObject.get && "name" in element.businessObject ? nameFields(element) : [])];
      const limits = kind === "step" && setup.kinds.includes("boundary") ? [button(say("limit.add"), () => select(model.limitAdd(element), true), { sign: "clock", key: "limit" })] : [];
      return [
        ...head(model.title(element, setup.language) || say(`kind.${kind}`), model.title(element, setup.language) ? say(`kind.${kind}`) : say("unnamed.hint")),
        ...nameFields(element),
        others.length ? choice(say("kind"), kind, [[kind, words[`kind.${kind}`]], ...others.map((one) => [one, words[`kind.${one}`]])], (chosen) => { select(model.replace(element, chosen), true); }, { key: "kind" }) : null,
        ...(SPECIAL[kind] ? SPECIAL[kind](element) : []),
        ...limits,
        kind === "end" ? null : ways(element),
        kind === "start" ? null : button(say("delete"), () => { model.remove(element); select(null); }, { kind: "danger", sign: "trash", key: "delete" }),
      ].filter(Boolean);
    };
    return { draw, later: () => soon(draw) };
  };

  Object.assign(window.MotcuaProcess, { panelMake });
})();
