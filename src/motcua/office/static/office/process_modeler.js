/* The drawing board of a process: bpmn-js with what runs, and nothing else.
   Palette, context pad and replace menu offer the kinds that the page names; identifiers are the
   short ones that conditions can read; what Motcua adds to BPMN is kept by the reader and writer. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const KINDS = {
    step: { type: "bpmn:UserTask", icon: "bpmn-icon-user-task", family: "task", id: "step" },
    service: { type: "bpmn:ServiceTask", icon: "bpmn-icon-service-task", family: "task", id: "service" },
    decision: { type: "bpmn:BusinessRuleTask", icon: "bpmn-icon-business-rule-task", family: "task", id: "decision" },
    call: { type: "bpmn:CallActivity", icon: "bpmn-icon-call-activity", family: "task", id: "call" },
    choice: { type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor", family: "gateway", id: "choice" },
    parallel: { type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel", family: "gateway", id: "parallel" },
    timer: { type: "bpmn:IntermediateCatchEvent", event: "bpmn:TimerEventDefinition", icon: "bpmn-icon-intermediate-event-catch-timer", family: "event", id: "timer" },
    boundary: { type: "bpmn:BoundaryEvent", event: "bpmn:TimerEventDefinition", icon: "bpmn-icon-intermediate-event-catch-timer", family: "boundary", id: "limit" },
    send: { type: "bpmn:SendTask", icon: "bpmn-icon-send-task", family: "task", id: "ask" },
    receive: { type: "bpmn:ReceiveTask", icon: "bpmn-icon-receive-task", family: "task", id: "answer" },
    start: { type: "bpmn:StartEvent", icon: "bpmn-icon-start-event-none", family: "start", id: "start" },
    end: { type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none", family: "end", id: "end" },
  };
  /* What Motcua adds to BPMN, and the part of DMN that a decision table is made of. */
  const attribute = (name) => ({ name, isAttr: true, type: "String" });
  const described = (name, attributes, parts = []) => ({ name, superClass: ["Element"], properties: [...attributes.map(attribute), ...parts] });
  const several = (name, type) => ({ name, type, isMany: true });
  const TEXT = { name: "text", type: "String" };
  const MODDLE = {
    motcua: {
      name: "Motcua", uri: "urn:motcua:workflow:1", prefix: "motcua", xml: { tagAlias: "lowerCase" },
      types: [
        described("Step", ["act", "role", "unit", "hours"]), described("Name", ["vi", "en", "id"]), described("Outcome", ["code", "vi", "en", "id"]),
        described("Field", ["name", "kind", "required", "vi", "en", "id", "values"], [several("option", "Option")]), described("Option", ["code", "vi", "en", "id"]), described("Timer", ["hours", "unit"]),
        described("Call", ["version"]), described("Receive", ["from"]), described("Service", ["action", "text"]),
      ],
    },
    dmn: {
      name: "DMN", uri: "https://www.omg.org/spec/DMN/20191111/MODEL/", prefix: "dmn", xml: { tagAlias: "lowerCase" },
      types: [
        described("DecisionTable", ["id", "hitPolicy"], [several("input", "Input"), several("output", "Output"), several("rule", "Rule")]),
        described("Input", ["id", "label"], [{ name: "inputExpression", type: "InputExpression" }, { name: "inputValues", type: "InputValues" }]),
        described("InputExpression", ["id", "typeRef"], [TEXT]), described("InputValues", ["id"], [TEXT]),
        described("Output", ["id", "name", "label", "typeRef"]),
        described("Rule", ["id"], [several("inputEntry", "InputEntry"), several("outputEntry", "OutputEntry")]),
        described("InputEntry", ["id"], [TEXT]), described("OutputEntry", ["id"], [TEXT]),
      ],
    },
  };
  const PREFIXES = { "bpmn:SequenceFlow": "flow", "bpmn:Process": "process", "bpmn:Participant": "pool", "bpmn:Lane": "lane" };

  /* Return the kind of an element of the drawing, or "" for lanes, flows and the sheet. */
  const kindOf = (element) => {
    const own = element && element.businessObject;
    if (!own || element.type === "label") return "";
    const event = (own.eventDefinitions || [])[0];
    return Object.keys(KINDS).find((name) => KINDS[name].type === own.$type
      && (KINDS[name].event || "") === (event ? event.$type : "")) || "";
  };

  const options = (kind) => {
    const { type, event } = KINDS[kind];
    return event ? { type, eventDefinitionType: event } : { type };
  };

  function Words(words) {
    return (template, replacements) => {
      const text = words[template] || template;
      return text.replace(/{([^}]+)}/g, (whole, key) => (replacements && key in replacements ? replacements[key] : whole));
    };
  }

  function Palette(palette, create, elementFactory, handTool, lassoTool, globalConnect, kinds, say) {
    this.getPaletteEntries = () => {
      const entries = {
        hand: { group: "tools", className: "bpmn-icon-hand-tool", title: say("hand"), action: { click: (event) => handTool.activateHand(event) } },
        lasso: { group: "tools", className: "bpmn-icon-lasso-tool", title: say("lasso"), action: { click: (event) => lassoTool.activateSelection(event) } },
        connect: { group: "tools", className: "bpmn-icon-connection-multi", title: say("connect"), action: { click: (event) => globalConnect.start(event) } },
        line: { group: "tools", separator: true },
      };
      kinds.filter((kind) => kind !== "boundary").forEach((kind) => {
        const begin = (event) => create.start(event, elementFactory.createShape(options(kind)));
        entries[`create.${kind}`] = { group: KINDS[kind].family, className: KINDS[kind].icon, title: say("create", kind), action: { dragstart: begin, click: begin } };
      });
      return entries;
    };
    palette.registerProvider(this);
  }
  Palette.$inject = ["palette", "create", "elementFactory", "handTool", "lassoTool", "globalConnect", "motcuaKinds", "motcuaSay"];

  function ContextPad(contextPad, modeling, elementFactory, connect, create, autoPlace, popupMenu, rules, selection, kinds, say) {
    const deletable = (elements) => {
      const allowed = rules.allowed("elements.delete", { elements });
      return Array.isArray(allowed) ? elements.every((one) => allowed.includes(one)) : allowed;
    };
    const remove = (elements) => ({ delete: { group: "edit", className: "bpmn-icon-trash", title: say("delete"), action: { click: () => modeling.removeElements(elements.slice()) } } });
    this.getMultiElementContextPadEntries = (elements) => (deletable(elements) ? remove(elements) : {});
    this.getContextPadEntries = (element) => {
      const kind = kindOf(element);
      const entries = {};
      if (kind && kind !== "end") {
        kinds.filter((one) => !["start", "boundary"].includes(one)).forEach((one) => {
          const make = () => elementFactory.createShape(options(one));
          entries[`append.${one}`] = {
            group: "model", className: KINDS[one].icon, title: say("append", one),
            action: { click: (event, source) => autoPlace.append(source, make()), dragstart: (event, source) => create.start(event, make(), { source }) },
          };
        });
        if (kind === "step" && kinds.includes("boundary")) entries["append.boundary"] = {
          group: "model", className: KINDS.boundary.icon, title: say("append", "boundary"),
          action: { click: (event, host) => selection.select(modeling.createShape(elementFactory.createShape(options("boundary")), { x: host.x + host.width - 20, y: host.y + host.height }, host, { attach: true })) },
        };
        entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: say("connect"), action: { click: (event, source) => connect.start(event, source), dragstart: (event, source) => connect.start(event, source) } };
      }
      if (kind && siblings(kind, kinds).length) {
        entries.replace = {
          group: "edit", className: "bpmn-icon-screw-wrench", title: say("replace"),
          action: { click: (event, target) => popupMenu.open(target, "bpmn-replace", { x: event.x, y: event.y, cursor: { x: event.x, y: event.y } }, { title: say("replace"), width: 300 }) },
        };
      }
      if (deletable([element])) Object.assign(entries, remove([element]));
      return entries;
    };
    contextPad.registerProvider(this);
  }
  ContextPad.$inject = ["contextPad", "modeling", "elementFactory", "connect", "create", "autoPlace", "popupMenu", "rules", "selection", "motcuaKinds", "motcuaSay"];

  const siblings = (kind, kinds) => kinds.filter((one) => one !== kind && KINDS[one].family === KINDS[kind].family && !["start", "end"].includes(one));

  function ReplaceMenu(popupMenu, bpmnReplace, kinds, say) {
    this.getPopupMenuEntries = (target) => {
      const kind = kindOf(target);
      const entries = {};
      if (kind) siblings(kind, kinds).forEach((one) => {
        entries[one] = { label: say(`kind.${one}`), className: KINDS[one].icon, action: () => bpmnReplace.replaceElement(target, options(one)) };
      });
      return entries;
    };
    popupMenu.registerProvider("bpmn-replace", this);
  }
  ReplaceMenu.$inject = ["popupMenu", "bpmnReplace", "motcuaKinds", "motcuaSay"];

  /* Short identifiers: conditions name steps by them ("step_2"). */
  function Names(bpmnFactory, moddle) {
    const old = bpmnFactory._ensureId.bind(bpmnFactory);
    bpmnFactory._ensureId = (element) => {
      const event = (element.eventDefinitions || [])[0];
      const kind = Object.values(KINDS).find((one) => one.type === element.$type && (!event || one.event === event.$type));
      const prefix = kind ? kind.id : PREFIXES[element.$type];
      if (element.id || !prefix) { old(element); return; }
      let number = 1;
      while (moddle.ids.assigned(`${prefix}_${number}`)) number += 1;
      element.id = `${prefix}_${number}`;
      moddle.ids.claim(element.id, element);
    };
  }
  Names.$inject = ["bpmnFactory", "moddle"];

  /* A service that bpmn-js brings along and that we do without. */
  const NOTHING = ["value", {}];

  /* Return a modeler. `setup`: container, kinds, words (titles of entries), bpmn (words of bpmn-js). */
  const modelerMake = ({ container, kinds, words, bpmn }) => {
    const module = {
      __init__: ["motcuaNames"],
      motcuaKinds: ["value", kinds],
      motcuaSay: ["value", (key, kind) => (words[key] || key).replace("{kind}", words[`kind.${kind}`])],
      motcuaNames: ["type", Names],
      translate: ["value", Words(bpmn || {})],
      paletteProvider: ["type", Palette],
      contextPadProvider: ["type", ContextPad],
      replaceMenuProvider: ["type", ReplaceMenu],
      alignElementsContextPadProvider: NOTHING,
      alignElementsMenuProvider: NOTHING,
      distributeElementsMenuProvider: NOTHING,
      drilldownOverlayBehavior: NOTHING,
    };
    return new window.BpmnJS({ container, additionalModules: [module], moddleExtensions: MODDLE });
  };

  /* Return the kinds among BPMN's local names ("userTask"), in our order. */
  const kindsOf = (elements) => Object.keys(KINDS).filter((kind) => {
    const local = KINDS[kind].type.slice(5);
    return elements.includes(local[0].toLowerCase() + local.slice(1));
  });

  Object.assign(window.MotcuaProcess, { KINDS, kindOf, kindsOf, kindOptions: options, modelerMake, siblings });
})();
