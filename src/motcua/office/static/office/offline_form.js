/* The form of the off-line page: the fields of the ordinary intake page under their own names. It
   shows and collects; what is lawful the server decides when the slip comes in. */
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("offline-words").textContent);
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = find("[data-form]");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const money = (amount) => new Intl.NumberFormat(document.documentElement.lang || "vi").format(amount) + " ₫";
  let procedure = null;
  let formKey = ""; // of the ordinary page's form, when this typing began there: one form is one dossier

  /* --- the list of procedures */
  const fits = (one, asked) => {
    const key = ` ${bare(`${one.name} ${one.code} ${one.field} ${one.unit_name}`)}`;
    return asked.every((word) => key.includes(` ${word}`) || key.includes(word) && /\d/.test(word));
  };
  const list = (pack, asked) => {
    const found = pack.procedures.filter((one) => fits(one, bare(asked).split(/\s+/).filter(Boolean))).slice(0, 12);
    find("[data-choices]").replaceChildren(...found.map((one) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${one.code}`;
      link.dataset.choice = `${one.unit}|${one.code}`;
      const name = document.createElement("span");
      name.className = "choice-name";
      name.textContent = one.name;
      const facts = document.createElement("span");
      facts.className = "choice-facts";
      facts.textContent = [one.code, one.field, one.several ? one.unit_name : ""].filter(Boolean).join(" · ");
      link.append(name, facts);
      line.append(link);
      return line;
    }));
  };
  const byChoice = (pack, choice) => pack.procedures.find((one) => `${one.unit}|${one.code}` === choice);

  /* --- the components of a procedure */
  const badge = (text, tone) => {
    const mark = document.createElement("span");
    mark.className = `badge tone-${tone}`;
    mark.textContent = text;
    return mark;
  };
  const options = (select, pairs) => select.replaceChildren(...pairs.map(([value, label]) => new Option(label, value)));
  const paper = (one) => {
    const row = find("#paper-row").content.cloneNode(true).firstElementChild;
    const name = (part) => `c${one.id}-${part}`;
    const set = (selector, part) => { const field = find(selector, row); field.name = name(part); field.id = `offline-${name(part)}`; return field; };
    row.dataset.paper = one.id;
    row.dataset.usual = one.usual.join(",");
    if (one.required) row.dataset.required = "";
    if (one.form) row.dataset.template = "";
    find("[data-label]", row).textContent = one.label;
    find("[data-originals-label]", row).textContent = words.originals;
    find("[data-copies-label]", row).textContent = words.copies;
    find("[data-waived-label]", row).textContent = words.waived;
    find("[data-note-label]", row).textContent = `${words.remark}: ${one.label}`;
    find("[data-data-label]", row).textContent = words.instead;
    set("[data-given]", "given").value = "on";
    set("[data-originals]", "originals");
    set("[data-copies]", "copies");
    set("[data-note]", "note").placeholder = words.remark;
    set("[data-waived]", "waived").value = "on";
    options(set("[data-data]", "satisfied_by"), [["", words.on_paper], ...one.data]);
    find("[data-data-box]", row).hidden = !one.data.length;
    find("[data-waived-box]", row).hidden = one.required && !one.condition;
    const facts = find("[data-facts]", row);
    const templates = procedure.components.filter((other) => other.form && other.required).length;
    if (one.form && one.required && templates > 1) facts.append(badge(words.one_form, "running"));
    else if (one.required) facts.append(badge(words.required, "neutral"));
    if (one.condition) facts.append(" ", fill(words.if, { condition: one.condition }));
    return row;
  };

  const show = (chosen) => {
    procedure = chosen;
    formKey = "";
    form.reset();
    all("details", form).forEach((box) => { box.open = false; });
    find("[data-eyebrow]").textContent = [chosen.code, chosen.field, chosen.unit_name].join(" · ");
    find("[data-procedure]").textContent = chosen.name;
    find("[data-papers]").replaceChildren(...chosen.components.map(paper));
    find("[data-case]").hidden = !chosen.cases.length;
    options(form.elements.case, [["", "–"], ...chosen.cases]);
    find("[data-fees]").replaceChildren(...(chosen.free ? [{ free: true }] : chosen.fees).map((fee) => {
      const line = document.createElement("li");
      line.textContent = fee.free ? words.free
        : [fee.name, fee.amount === null ? words.by_province : money(fee.amount), fee.per, fee.note].filter(Boolean).join(" · ");
      return line;
    }));
    all("[data-fee] .field, [data-fee] .intake-fields").forEach((field) => { field.hidden = chosen.free; });
    ["fee_copies", "fee_case", "fee_groups"].forEach((name) => {
      const field = find(`[name=${name}]`, form).closest(".field");
      field.hidden = chosen.free || !chosen.asks.includes(name);
    });
    find("[data-amount]").hidden = true;
    wrong([]);
    find("[data-choose]").hidden = true;
    form.hidden = false;
  };
  const hide = () => {
    procedure = null;
    form.hidden = true;
    form.reset();
    find("[data-choose]").hidden = false;
  };

  /* --- what was typed, and back */
  const SKIP = new Set(["cash", "amount", "do"]);
  const values = () => {
    const typed = {};
    [...form.elements].forEach((field) => {
      if (!field.name || SKIP.has(field.name) || field.type === "submit" || field.type === "file") return;
      if (["checkbox", "radio"].includes(field.type) && !field.checked) return;
      if (field.value === "") return;
      (typed[field.name] = typed[field.name] || []).push(field.value);
    });
    return typed;
  };
  const put = (typed) => {
    [...form.elements].forEach((field) => {
      if (!field.name || SKIP.has(field.name) || !(field.name in typed)) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed[field.name].includes(field.value);
      else field.value = typed[field.name][0];
    });
    all("details", form).forEach((box) => { box.open = all("input, select", box).some((field) => field.value && field.type !== "checkbox" && !field.name.endsWith("-kind") && !field.name.endsWith("-source")); });
  };
  const cash = () => {
    if (!procedure || procedure.free || form.elements.cash.value !== "yes") return null;
    const amount = form.elements.amount.value.replace(/[\s.,₫]/g, "");
    return /^\d{1,9}$/.test(amount) ? Number(amount) : undefined;
  };
  const content = () => ({
    procedure: procedure.code, unit: procedure.unit, version: procedure.version,
    form: values(), form_key: formKey, cash: cash() ?? null, cash_said: form.elements.cash.value,
  });
  const restore = (kept, pack) => {
    const chosen = byChoice(pack, `${kept.unit}|${kept.procedure}`);
    if (!chosen) return false;
    show(chosen);
    formKey = kept.form_key || "";
    put(kept.form);
    if (kept.cash_said) form.elements.cash.value = kept.cash_said;
    if (kept.cash) form.elements.amount.value = kept.cash;
    find("[data-amount]").hidden = kept.cash_said !== "yes";
    return true;
  };

  /* --- helps while typing; a second look comes from the server */
  const there = (row) => find("[data-given]", row).checked || Number(find("[data-originals]", row).value) || Number(find("[data-copies]", row).value) || find("[data-data]", row).value;
  const missing = () => {
    const rows = all("[data-paper]");
    const hasForm = rows.some((row) => "template" in row.dataset && there(row));
    return rows.filter((row) => "required" in row.dataset && !there(row) && !find("[data-waived]", row).checked && !("template" in row.dataset && hasForm));
  };
  /* What is wrong: words, or [words, field]; these lead to the field and mark it. */
  const wrong = (problems) => {
    const box = find("[data-wrong]");
    box.hidden = !problems.length;
    all("[aria-invalid]", form).forEach((field) => { field.removeAttribute("aria-invalid"); });
    box.replaceChildren(...problems.map((one) => {
      const [said, field] = [].concat(one);
      const line = document.createElement("p");
      line.textContent = field ? "" : said;
      if (field) {
        const link = document.createElement("a");
        link.href = `#${field.id}`;
        link.textContent = said;
        link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
        field.setAttribute("aria-invalid", "true");
        line.append(link);
      }
      return line;
    }));
    if (problems.length) box.focus();
  };
  const check = (kind) => {
    const problems = [];
    const value = (name) => (form.elements[name] ? form.elements[name].value.trim() : "");
    const field = (name) => form.elements[name];
    if (!value("applicant-name")) problems.push([words.need_name, field("applicant-name")]);
    if (value("applicant-kind") === "0" && value("applicant-id_number") && !/^(\d{9}|\d{12}|[A-Za-z]\d{7,8})$/.test(value("applicant-id_number").replace(/\s/g, ""))) problems.push([words.bad_id, field("applicant-id_number")]);
    if (procedure.cases.length && !value("case")) problems.push([words.need_case, field("case")]);
    const lacking = missing();
    if (kind === "accept" && lacking.length) {
      const names = lacking.map((row) => find("[data-label]", row).textContent).join("; ");
      problems.push([fill(words.missing, { names }), find("[data-given]", lacking[0])]);
    }
    if (!procedure.free && !form.elements.cash.value) problems.push([words.no_cash_word, find("#cash-no")]);
    if (cash() === undefined) problems.push([words.bad_cash, field("amount")]);
    wrong(problems);
    return !problems.length;
  };
  /* A card's text is split for the eye only; the raw text goes along and the server reads it. */
  const card = (field) => {
    const parts = field.value.split("|").map((part) => part.trim());
    if (parts.length < 6) return;
    const role = field.name.slice(0, -"-card".length);
    const day = parts[3].replace(/^(\d{2})(\d{2})(\d{4})$/, "$1/$2/$3");
    Object.entries({ id_number: parts[0], name: parts[2], birth_date: day, sex: parts[4], address: parts[5] }).forEach(([name, value]) => {
      const target = form.elements[`${role}-${name}`];
      if (target) target.value = value;
    });
  };
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-paper]");
    if (row && event.target.matches("[data-given]")) {
      const usual = row.dataset.usual.split(",");
      find("[data-originals]", row).value = event.target.checked && Number(usual[0]) ? usual[0] : "";
      find("[data-copies]", row).value = event.target.checked && Number(usual[1]) ? usual[1] : "";
    }
    if (event.target.name === "cash") find("[data-amount]").hidden = event.target.value !== "yes";
    if (event.target.name && event.target.name.endsWith("-card")) card(event.target);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); form.requestSubmit(find("[data-accept]")); return; }
    if (event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (event.target.name.endsWith("-card")) card(event.target);
    const fields = all("input:not([type=hidden]), select, summary", form).filter((one) => one.getClientRects().length);
    const after = event.target.name === "applicant-card" && event.target.value.includes("|") ? find("[data-given]", form) : fields[fields.indexOf(event.target) + 1];
    if (after) after.focus();
  });

  window.motcuaForm = { words, fill, money, list, byChoice, show, hide, content, restore, check, cash, put, wrong, current: () => procedure, form };
})();
