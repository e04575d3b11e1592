/* Form controls of the process editor, built as the page's own components are. */
"use strict";
window.MotcuaProcess = window.MotcuaProcess || {};
(() => {
  let number = 0;

  /* el("button", {class: "button", onclick: act}, "words", child): text is never read as HTML. */
  const el = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    });
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  };
  const icon = (name) => {
    const sprite = document.querySelector("[data-sprite]").dataset.sprite;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${sprite}#${name}`);
    svg.append(use);
    return svg;
  };

  const field = (label, control, { hint, key, width } = {}) => {
    number += 1;
    control.id = `process-field-${number}`;
    if (key) control.dataset.key = key;
    const parts = [el("label", { class: "label", for: control.id }, label)];
    if (hint) {
      parts.push(el("p", { class: "hint", id: `${control.id}-hint` }, hint));
      control.setAttribute("aria-describedby", `${control.id}-hint`);
    }
    return el("div", { class: `field${width ? ` field-${width}` : ""}` }, ...parts, control);
  };
  const text = (label, value, act, more = {}) => field(label, el("input", {
    type: "text", value: value || "", lang: more.lang, inputmode: more.inputmode, maxlength: more.maxlength || 200, autocomplete: "off", list: more.list,
    onchange: (event) => act(event.target.value.trim()),
  }), more);
  const choice = (label, value, options, act, more = {}) => {
    const known = options.some(([code]) => code === (value || ""));
    const all = known ? options : [[value || "", value || more.none || "–"], ...options];
    const select = el("select", { onchange: (event) => act(event.target.value) },
      ...all.map(([code, word]) => el("option", { value: code, selected: code === (value || "") }, word)));
    return field(label, select, more);
  };
  const tick = (label, value, act, key) => {
    number += 1;
    const box = el("input", { type: "checkbox", id: `process-field-${number}`, checked: Boolean(value), "data-key": key, onchange: (event) => act(event.target.checked) });
    return el("label", { class: "option", for: box.id }, box, el("span", {}, label));
  };
  const button = (label, act, { kind = "secondary", sign = "", key, name, disabled } = {}) => el("button", {
    type: "button", class: `button button-${kind}`, onclick: act, "data-key": key, disabled: Boolean(disabled),
  }, sign ? icon(sign) : null, el("span", {}, label, name ? el("span", { class: "visually-hidden" }, ` ${name}`) : null));
  const group = (title, ...children) => el("fieldset", { class: "process-group" }, el("legend", { class: "label" }, title), ...children);

  /* A code for conditions from a name: "Đồng ý" -> "dong_y". */
  const codeFor = (name, taken) => {
    const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 30) || "item";
    let code = plain;
    for (let number = 2; taken.includes(code); number += 1) code = `${plain}_${number}`;
    return code;
  };

  /* Do it soon, but never between a press and its release: the click would be lost. */
  let pressed = false;
  const waiting = new Set();
  const run = () => { const acts = [...waiting]; waiting.clear(); acts.forEach((act) => act()); };
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  ["pointerup", "pointercancel"].forEach((type) => document.addEventListener(type, () => { pressed = false; setTimeout(run, 0); }, true));
  const soon = (act) => { waiting.add(act); setTimeout(() => { if (!pressed) run(); }, 0); };

  /* Draw anew and leave the focus where it was. */
  const redraw = (place, children) => {
    const active = place.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    place.replaceChildren(...children);
    const again = active && [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === active);
    if (again) again.focus();
  };

  Object.assign(window.MotcuaProcess, { el, icon, field, text, choice, tick, button, group, codeFor, soon, redraw });
})();
