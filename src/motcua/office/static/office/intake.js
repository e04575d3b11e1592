/* The counter without a mouse. Everything here also works without it, by plain sending of the form. */
"use strict";
(() => {
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = () => document.getElementById("intake-form");

  /* 1. The list of procedures: Enter takes the first line, arrows walk. */
  const links = () => all("#intake-procedures [data-choice]");
  const fresh = (input) => find("#intake-procedures").dataset.text === input.value;
  let pending = false;
  let chosen = false; // a line was taken: a late answer to the typing must not sweep it away

  document.addEventListener("click", (event) => {
    if (event.target.closest("#intake-procedures [data-choice]")) chosen = true;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (chosen && event.detail.elt === find("[data-intake-search]")) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches("[data-choice]")) chosen = false;
  });

  const procedureKeys = (event) => {
    const input = find("[data-intake-search]");
    if (!input) return;
    const at = links().indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      if (fresh(input)) { if (links()[0]) links()[0].click(); return; }
      pending = true;
      window.htmx.trigger(input, "refresh");
    } else if (event.key === "ArrowDown" && (event.target === input || at >= 0)) {
      event.preventDefault();
      const next = links()[at + 1];
      if (next) next.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links()[at - 1] || input).focus();
    }
  };

  /* 2. Components: space ticks the usual number, a digit says how many. */
  const papers = () => all("[data-paper]");
  const part = (paper, name) => find(`[name="c${paper.dataset.paper}-${name}"]`, paper);
  const figure = (field) => Number(field && field.value) || 0;
  const setCounts = (paper, originals, copies) => {
    part(paper, "originals").value = originals || "";
    part(paper, "copies").value = copies || "";
    part(paper, "given").checked = Boolean(originals || copies);
  };
  const usual = (paper) => setCounts(paper, Number(paper.dataset.originals), Number(paper.dataset.copies));
  const there = (paper) => part(paper, "given").checked || figure(part(paper, "originals")) || figure(part(paper, "copies"))
    || (part(paper, "satisfied_by") && part(paper, "satisfied_by").value) || find("[type=hidden][name$='-file'], [type=hidden][name$='-held']", paper);
  const settled = (paper) => there(paper) || (part(paper, "waived") && part(paper, "waived").checked);

  let begun = false;
  const refresh = () => {
    if (!form()) return;
    const list = papers();
    const hasForm = list.some((paper) => "template" in paper.dataset && there(paper));
    let lacking = 0;
    begun = begun || list.some(settled);
    let asked = false; // of forms that stand for each other the first is asked for
    list.forEach((paper) => {
      const isForm = "template" in paper.dataset;
      const lacks = "required" in paper.dataset && !settled(paper) && !(isForm && (hasForm || asked));
      asked = asked || (isForm && lacks);
      lacking += lacks ? 1 : 0;
      find("[data-missing]", paper).hidden = !(lacks && begun);
      const line = find(`[data-lacks="${paper.dataset.paper}"]`);
      if (line) line.hidden = !lacks;
    });
    find("[data-ready]").hidden = lacking > 0;
    find("[data-lacking]").hidden = lacking === 0;
  };

  const walk = (paper, step) => {
    const list = papers();
    const next = list[list.indexOf(paper) + step];
    if (next) part(next, "given").focus();
  };
  const paperKeys = (event) => {
    const box = event.target.closest("[data-given]");
    if (!box) return false;
    const paper = box.closest("[data-paper]");
    const data = part(paper, "satisfied_by");
    const waived = part(paper, "waived");
    const acts = {
      ArrowDown: () => walk(paper, 1),
      ArrowUp: () => walk(paper, -1),
      a: () => papers().filter((one) => "required" in one.dataset && !settled(one)).forEach((one, place, list) => {
        const doubled = "template" in one.dataset && list.findIndex((other) => "template" in other.dataset) !== place;
        if (!doubled) usual(one);
      }),
      d: () => { if (data && data.tagName === "SELECT") data.selectedIndex = (data.selectedIndex + 1) % data.options.length; },
      k: () => { if (waived) waived.checked = !waived.checked; },
      u: () => find("[type=file]", paper).click(),
      s: () => {
        find("#intake-shown details").open = true;
        find("[name=share-code]").focus();
      },
    };
    if (/^[0-9]$/.test(event.key)) {
      const copies = Number(paper.dataset.copies) > 0 && Number(paper.dataset.originals) === 0;
      setCounts(paper, copies ? figure(part(paper, "originals")) : Number(event.key), copies ? Number(event.key) : figure(part(paper, "copies")));
    } else if (acts[event.key]) acts[event.key]();
    else return false;
    event.preventDefault();
    refresh();
    return true;
  };

  /* 3. Enter reads a card, else goes on to the next field; Ctrl+Enter accepts. */
  const next = (field) => {
    const fields = all("input:not([type=hidden]):not([type=file]), select, summary", form()).filter((one) => one.getClientRects().length);
    const place = fields.indexOf(field);
    if (fields[place + 1]) fields[place + 1].focus();
  };
  const formKeys = (event) => {
    if (!form() || event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form().requestSubmit(find("[data-accept]"));
      return;
    }
    const field = event.target;
    if (field.tagName !== "INPUT" || !form().contains(field)) return;
    event.preventDefault();
    if (field.name.endsWith("-card")) {
      if (field.value.trim()) find("[data-read-card]", field.closest("[data-person]")).click();
      else next(field);
    } else if (field.name === "share-code" && field.value.trim()) find("[data-read-shown]").click();
    else next(field);
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || find("dialog[open]")) return;
    if (!event.ctrlKey && !event.metaKey && !event.altKey && paperKeys(event)) return;
    procedureKeys(event);
    formKeys(event);
  });

  document.addEventListener("change", (event) => {
    const paper = event.target.closest("[data-paper]");
    if (paper && event.target.matches("[data-given]")) {
      if (event.target.checked) { if (!figure(part(paper, "originals")) && !figure(part(paper, "copies"))) usual(paper); }
      else setCounts(paper, 0, 0);
    } else if (paper && event.target.matches("[name$='-originals'], [name$='-copies']")) {
      part(paper, "given").checked = Boolean(figure(part(paper, "originals")) || figure(part(paper, "copies")));
    }
    if (form() && ["channel", "fee_quantity", "fee_copies", "fee_groups", "fee_case", "case"].includes(event.target.name)) {
      // Buttons named "action" stand before the property of the form that is called so.
      window.htmx.ajax("POST", form().getAttribute("action") || location.href, { source: form(), target: "#intake-fees", select: "#intake-fees", swap: "outerHTML", values: { action: "check" } });
    }
    refresh();
  });

  /* 4. After a part of the page has come: go where the officer types next. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (pending && find("[data-intake-search]")) {
      pending = false;
      if (links()[0]) links()[0].click();
      return;
    }
    const place = event.detail.target;
    if (!form() || !place || !place.id) return;
    const person = place.id.startsWith("person-") ? document.getElementById(place.id) : null;
    if (person) {
      const wrong = find("[aria-invalid=true]", person);
      const name = find("[name$='-name']", person);
      if (wrong) {
        wrong.focus();
        if (wrong.name.endsWith("-card")) wrong.select(); // the next card is read in its place
      } else if (!name.value) name.focus();
      else if (person.dataset.person === "applicant") find("[data-given]").focus();
    } else if (place.id === "intake-shown") {
      const wrong = find("#intake-shown [aria-invalid=true]");
      (wrong || find(".held-paper [value^='use:']") || find("[data-given]")).focus();
    } else if (place.id === "intake-papers" && document.activeElement === document.body) {
      const open = papers().find((one) => "required" in one.dataset && !settled(one));
      if (papers().length) part(open || papers()[0], "given").focus(); // what was pressed is gone
    } else if (place.id === "content") {
      begun = false;
      find("[name='applicant-card']").focus();
    }
    refresh();
  });
  refresh();
})();
