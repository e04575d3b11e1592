/* What stands in a process, read and changed through bpmn-js, so that every change can be undone.
   The drawing, the list and the properties use these alone. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  const { KINDS, kindOf, kindOptions } = window.MotcuaProcess;
  const STEP_WIDTH = 160; // room made for an element that is put between two others
  const TASKS = ["step", "service", "decision", "call", "send", "receive"];
  const LANGUAGES = ["vi", "en", "id"];

  const modelMake = (modeler) => {
    const modeling = modeler.get("modeling");
    const registry = modeler.get("elementRegistry");
    const moddle = modeler.get("moddle");
    const canvas = modeler.get("canvas");

    const get = (id) => registry.get(id);
    const nodes = () => registry.filter((element) => kindOf(element) && !element.labelTarget);
    const flows = (element) => (element.outgoing || []).filter((flow) => flow.type === "bpmn:SequenceFlow");
    const arrivals = (element) => (element.incoming || []).filter((flow) => flow.type === "bpmn:SequenceFlow");

    const limits = (element) => (element.attachers || []).filter((one) => kindOf(one) === "boundary");
    const limitAdd = (host) => modeling.createShape(modeler.get("elementFactory").createShape(kindOptions("boundary")), { x: host.x + host.width - 20, y: host.y + host.height }, host, { attach: true });

    /* The process itself; `holder` is the element of the sheet that stands for it. */
    const holder = () => registry.find((element) => element.type === "bpmn:Participant" && element.businessObject.processRef) || canvas.getRootElement();
    const process = () => holder().businessObject.processRef || holder().businessObject;

    const own = (element) => (element === holder() ? process() : element.businessObject);
    const change = (element, values) => modeling.updateModdleProperties(element, own(element), values);
    const full = (type) => (type.includes(":") ? type : `motcua:${type}`);
    const extensions = (element, type) => {
      const found = own(element).get("extensionElements");
      return found ? (found.get("values") || []).filter((one) => one.$type === full(type)) : [];
    };
    const extension = (element, type) => extensions(element, type)[0] || null;

    /* Write all extension elements of one type anew; an entry is an object of attributes. */
    const extensionsSet = (element, type, entries) => {
      const bo = own(element);
      const before = bo.get("extensionElements");
      const rest = before ? before.get("values").filter((one) => one.$type !== full(type)) : [];
      const holds = moddle.create("bpmn:ExtensionElements", {});
      const made = entries.map((entry) => build(full(type), entry));
      holds.values = [...rest, ...made];
      holds.values.forEach((one) => { one.$parent = holds; });
      holds.$parent = bo;
      change(element, { extensionElements: holds.values.length ? holds : undefined });
    };
    /* Build an element with its children: {code: "a", $children: {rows: [["motcua:Row", {...}]]}}. */
    const build = (type, entry) => {
      const { $children: children, ...attributes } = entry;
      Object.keys(attributes).forEach((key) => { if (attributes[key] === "" || attributes[key] === undefined) delete attributes[key]; });
      const made = moddle.create(type, attributes);
      Object.entries(children || {}).forEach(([key, list]) => {
        if (!list.length) return;
        const inner = (pair) => Object.assign(build(...pair), { $parent: made });
        made[key] = Array.isArray(list[0]) ? list.map(inner) : inner(list);
      });
      return made;
    };
    const attributesSet = (element, type, changes) => {
      const now = extension(element, type);
      const kept = {};
      if (now) now.$descriptor.properties.forEach((property) => { if (property.isAttr && now.get(property.name) !== undefined) kept[property.ns.localName] = now.get(property.name); });
      extensionsSet(element, type, [{ ...kept, ...changes }]);
    };

    const names = (element) => {
      const more = extension(element, "Name");
      const found = { vi: own(element).get("name") || "", en: "", id: "" };
      if (more) LANGUAGES.forEach((language) => { if (more.get(language)) found[language] = more.get(language); });
      return found;
    };
    const nameSet = (element, language, text) => {
      if (language === "vi") {
        if (element !== holder() && !element.waypoints && TASKS.includes(kindOf(element))) change(element, { name: text });
        else if (element === holder()) {
          change(element, { name: text });
          if (element.businessObject !== process()) modeling.updateModdleProperties(element, element.businessObject, { name: text });
        } else modeling.updateLabel(element, text);
        return;
      }
      attributesSet(element, "Name", { [language]: text });
    };

    /* Ways on: where they lead, their condition, and which is taken when none holds. */
    const condition = (flow) => (flow.businessObject.conditionExpression ? flow.businessObject.conditionExpression.body || "" : "");
    const conditionSet = (flow, text) => modeling.updateProperties(flow, { conditionExpression: text ? moddle.create("bpmn:FormalExpression", { body: text }) : undefined });
    const isDefault = (flow) => flow.source.businessObject.default === flow.businessObject;
    const defaultSet = (flow) => {
      modeling.updateProperties(flow.source, { default: flow.businessObject });
      if (condition(flow)) conditionSet(flow, "");
    };
    const connect = (source, target) => modeling.connect(source, target, { type: "bpmn:SequenceFlow" });
    const targetSet = (flow, target) => modeling.reconnectEnd(flow, target, { x: target.x + target.width / 2, y: target.y + target.height / 2 });

    /* Put a new element after another; with one way on, between it and what followed. */
    const addAfter = (source, kind, flow) => {
      const shape = modeler.get("elementFactory").createShape(kindOptions(kind));
      const way = flow || (flows(source).length === 1 ? flows(source)[0] : null);
      if (!way || kind === "end") return modeler.get("autoPlace").append(source, shape, { connection: { type: "bpmn:SequenceFlow" } }) || shape;
      const target = way.target;
      const edge = source.x + source.width;
      const room = target.x - edge;
      const straight = room > 0;
      if (straight && room < STEP_WIDTH + 80) makeRoom(edge + 10, STEP_WIDTH);
      const line = source.host ? source.host.y + source.host.height + 80 : source.y + source.height / 2;
      const middle = straight
        ? { x: edge + Math.max(STEP_WIDTH, target.x - edge) / 2, y: line }
        : { x: edge + STEP_WIDTH / 2, y: line };
      const parent = source.parent;
      const made = modeling.createShape(shape, middle, parent);
      targetSet(way, made);
      connect(made, target);
      return made;
    };
    const makeRoom = (from, delta) => {
      const all = registry.filter((element) => element.parent && !element.waypoints);
      const found = modeler.get("spaceTool").calculateAdjustments(all, "x", delta, from);
      modeler.get("spaceTool").makeSpace(found.movingShapes, found.resizingShapes, { x: delta, y: 0 }, "e", from);
    };
    const remove = (element) => modeling.removeElements([element]);
    const replace = (element, kind) => modeler.get("bpmnReplace").replaceElement(element, kindOptions(kind));

    /* Elements in the order in which a dossier meets them; what no way reaches comes last. */
    const ordered = () => {
      const all = nodes();
      const seen = new Set();
      const queue = all.filter((one) => kindOf(one) === "start").sort((a, b) => a.x - b.x);
      const found = [];
      while (queue.length) {
        const one = queue.shift();
        if (seen.has(one)) continue;
        seen.add(one);
        found.push(one);
        const next = [...flows(one).map((flow) => flow.target), ...limits(one)];
        next.sort((a, b) => a.x - b.x).forEach((target) => { if (!seen.has(target)) queue.push(target); });
      }
      const ends = found.filter((one) => kindOf(one) === "end");
      return [...found.filter((one) => kindOf(one) !== "end"), ...all.filter((one) => !seen.has(one)), ...ends];
    };
    const steps = () => ordered().filter((one) => kindOf(one) === "step");
    const title = (element, language) => {
      const found = names(element);
      return found[language] || found.vi || found.en || "";
    };

    return {
      modeler, moddle, modeling, get, nodes, limits, limitAdd, flows, arrivals, holder, process, own, change, extension, extensions, extensionsSet, attributesSet, build,
      names, nameSet, condition, conditionSet, isDefault, defaultSet, connect, targetSet, addAfter, remove, replace, ordered, steps, title, LANGUAGES,
    };
  };

  Object.assign(window.MotcuaProcess, { modelMake });
})();
