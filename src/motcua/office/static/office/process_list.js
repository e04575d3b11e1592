/* The process as a list: every element in order, where it leads on, and everything that may be
   done to it by keyboard. It changes the same drawing through the same commands. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const { el, button, choice, soon, redraw, kindOf, KINDS } = window.MotcuaProcess;

  const listMake = ({ place, model, setup, select, selected, findings, tell }) => {
    const { words } = setup;
    const adding = {}; // kind chosen per element
    const say = (key, values) => (words[key] || key).replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));

    const numbers = () => new Map(model.ordered().map((element, place) => [element, place + 1]));
    const label = (element, all) => `${all.get(element)}. ${model.title(element, setup.language) || words[`kind.${kindOf(element)}`]}`;
    const facts = (element) => {
      const found = [words[`kind.${kindOf(element)}`]];
      const step = model.extension(element, "Step");
      if (step) {
        [["role", setup.roles], ["unit", setup.units]].forEach(([name, options]) => {
          const code = step.get(name);
          const known = options.find(([one]) => one === code);
          found.push(code ? (known ? known[1] : code) : words[`${name}.none`]);
        });
        if (step.get("hours")) found.push(say("hours.short", { hours: step.get("hours") }));
      }
      return found.join(" · ");
    };
    const way = (flow, all) => {
      const where = label(flow.target, all);
      if (flow.source.outgoing.length < 2 || kindOf(flow.source) !== "choice") return say("list.then", { where });
      if (model.isDefault(flow)) return say("list.otherwise", { where });
      const text = model.condition(flow);
      return text ? say("list.if", { where, condition: window.MotcuaProcess.conditionSay(text, model, setup) }) : say("list.unsaid", { where });
    };
    const act = (element, all) => {
      const kinds = setup.kinds.filter((kind) => kind !== "start");
      const acts = [button(words["list.properties"], () => select(element, true), { key: `panel-${element.id}`, name: label(element, all) })];
      if (setup.editable && kindOf(element) !== "end") {
        const select = choice(words["list.kind"], adding[element.id] || "step", kinds.map((kind) => [kind, words[`kind.${kind}`]]), (value) => { adding[element.id] = value; }, { key: `kind-${element.id}` });
        select.querySelector("label").className = "visually-hidden";
        acts.push(select, button(words["list.add"], () => {
          const made = model.addAfter(element, adding[element.id] || "step");
          tell(say("list.added", { what: words[`kind.${adding[element.id] || "step"}`] }));
          pick(made);
        }, { sign: "plus", key: `add-${element.id}`, name: label(element, all) }));
      }
      if (setup.editable && kindOf(element) !== "start") acts.push(button(words.delete, () => {
        const before = element.incoming.length ? element.incoming[0].source : null;
        tell(say("list.removed", { what: label(element, all) }));
        model.remove(element);
        if (before) pick(before);
      }, { kind: "quiet", sign: "trash", key: `remove-${element.id}`, name: label(element, all) }));
      return acts;
    };
    const pick = (element) => { select(element, true); };

    const draw = () => {
      if (place.hidden) return;
      const all = numbers();
      const wrong = findings();
      const items = [...all.keys()].map((element) => {
        const own = wrong.filter((one) => one.element === element.id || one.marks.includes(element.id) || (element.outgoing || []).some((flow) => flow.id === one.element));
        const current = selected() === element;
        return el("li", { class: `process-line${current ? " process-line-now" : ""}`, "data-element": element.id },
          el("div", { class: "process-line-head" },
            el("span", { class: `process-sign ${KINDS[kindOf(element)].icon}`, "aria-hidden": "true" }),
            el("button", { type: "button", class: "process-line-name", "aria-pressed": String(current), "data-key": `name-${element.id}`, onclick: () => select(element, false) }, label(element, all)),
            own.length ? el("span", { class: "badge tone-overdue" }, window.MotcuaProcess.icon("alert-triangle"), say("list.findings", { count: own.length })) : null),
          el("p", { class: "process-line-facts" }, facts(element)),
          model.flows(element).length
            ? el("ul", { class: "process-ways" }, ...model.flows(element).map((flow) => el("li", {}, way(flow, all))))
            : kindOf(element) === "end" ? null : el("p", { class: "process-line-facts" }, words["list.nowhere"]),
          current ? el("div", { class: "process-line-acts" }, ...act(element, all)) : null);
      });
      redraw(place, [el("p", { class: "muted" }, words["list.hint"]), el("ol", { class: "process-lines" }, ...items)]);
    };
    return { draw, later: () => soon(draw), label: (element) => label(element, numbers()) };
  };

  Object.assign(window.MotcuaProcess, { listMake });
})();
