/* What the off-line page draws: the paper slip and the rows of the list. It changes nothing in the store. */
"use strict";
(() => {
  const store = window.motcuaStore;
  const desk = window.motcuaForm;
  const { words, fill } = desk;
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const language = document.documentElement.lang || "vi";
  const ZONE = "Asia/Ho_Chi_Minh";
  const hour = (at) => new Intl.DateTimeFormat(language, { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(at);
  const moment = (at) => new Intl.DateTimeFormat("vi", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" }).format(at);
  const number = (book, seq) => `${book.prefix}${String(seq).padStart(3, "0")}`;

  /* --- the paper: `open` holds the book, its key and the pack of procedures */
  const paper = async (open, key) => {
    const slip = await store.get("slips", key);
    const content = await store.slipRead(slip, open.key);
    const chosen = desk.byChoice(open.pack, `${content.unit}|${content.procedure}`);
    const said = (name) => (content.form[name] || [""])[0];
    const heading = open.pack.heading;
    const texts = {
      superior: heading.superior, centre: heading.name, number: number(open.book, slip.seq),
      person: said("applicant-name"),
      person_more: [said("applicant-id_number"), said("applicant-address"), said("applicant-phone")].filter(Boolean).map((part) => `, ${part}`).join(""),
      owner: said("owner-name"), proxy: said("authorised-name"),
      procedure: chosen ? `${chosen.name} (${chosen.code})` : content.procedure,
      fee: content.cash ? `${new Intl.NumberFormat("vi").format(content.cash)} ₫, đã thu tiền mặt` : "chưa thu",
      time: moment(content.taken), accept: content.kind === "accept" ? "1" : "", register: content.kind === "register" ? "1" : "",
      limit: content.limit, note: said("note"), phone: heading.phone, officer: open.book.officer,
    };
    all("[data-sheet]").forEach((sheet) => {
      all("[data-p]", sheet).forEach((part) => { part.textContent = texts[part.dataset.p] || ""; });
      all("[data-p-line]", sheet).forEach((part) => { part.hidden = !texts[part.dataset.pLine]; });
      const given = (chosen ? chosen.components : []).filter((one) => content.form[`c${one.id}-given`] || content.form[`c${one.id}-originals`] || content.form[`c${one.id}-copies`]);
      find("[data-p-rows]", sheet).replaceChildren(...given.map((one, index) => {
        const row = document.createElement("tr");
        [index + 1, one.name, said(`c${one.id}-originals`) || "–", said(`c${one.id}-copies`) || "–"].forEach((value) => {
          const cell = document.createElement("td");
          cell.textContent = value;
          row.append(cell);
        });
        return row;
      }));
    });
    find("[data-paper-slip]").hidden = false;
  };
  const print = async (open, key) => { await paper(open, key); window.print(); };

  /* --- a row of the list */
  const act = (label, name, key, slip) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.dataset.act = name;
    button.dataset.slip = key;
    button.textContent = label;
    const more = document.createElement("span");
    more.className = "visually-hidden";
    more.textContent = ` ${slip}`;
    button.append(more);
    return button;
  };
  const stateWords = (slip) => {
    if (slip.state === "came") return [[slip.words, slip.code, ...slip.doubts, slip.cash ? words.cash_open : "", slip.late ? words.late : ""].filter(Boolean).join(" · "), slip.late ? "overdue" : { accepted: "done", doubt: "due_soon" }[slip.outcome] || "neutral"];
    if (slip.refused) return [fill(words.refused, { message: slip.refused }), "overdue"];
    return [slip.state === "cancelled" ? words.cancelled : words.waits, slip.state === "cancelled" ? "neutral" : "running"];
  };
  const row = async (open, slip, foreign) => {
    const part = find("#slip-row").content.cloneNode(true).firstElementChild;
    const name = number(open.book, slip.seq);
    part.dataset.state = slip.state;
    find("[data-number]", part).textContent = name;
    if (slip.taken) find("[data-time]", part).textContent = hour(slip.taken);
    const [told, tone] = stateWords(slip);
    const mark = document.createElement("span");
    mark.className = `badge tone-${tone}`;
    mark.textContent = told;
    find("[data-state]", part).append(mark);
    const acts = find("[data-acts]", part);
    if (slip.state === "came") {
      const link = document.createElement("a");
      link.href = slip.url;
      link.textContent = slip.outcome === "doubt" ? words.decide : words.open;
      const more = document.createElement("span");
      more.className = "visually-hidden";
      more.textContent = `: ${name}`;
      link.append(more);
      if (slip.late) acts.append(act(words.print, "print", slip.key, name), act(words.seen, "seen", slip.key, name));
      acts.append(link);
      return part;
    }
    const content = await store.slipRead(slip, open.key);
    find("[data-time]", part).textContent = hour(content.taken);
    const chosen = open.pack && desk.byChoice(open.pack, `${content.unit}|${content.procedure}`);
    find("[data-what]", part).textContent = [(content.form["applicant-name"] || [""])[0], chosen ? chosen.name : content.procedure].join(" · ");
    if (slip.state === "waits" && !foreign) acts.append(act(words.print, "print", slip.key, name), act(words.edit, "edit", slip.key, name), act(words.cancel, "cancel", slip.key, name));
    return part;
  };

  window.motcuaDraw = { hour, number, print, row };
})();
