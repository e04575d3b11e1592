/* The off-line page: prepare, lock and open, take in, print, change, cancel, synchronise. */
"use strict";
(() => {
  const store = window.motcuaStore;
  const line = window.motcuaLine;
  const desk = window.motcuaForm;
  const draw = window.motcuaDraw;
  const { hour, number } = draw;
  const { words, fill } = desk;
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const place = document.getElementById("content");
  const state = { device: "", books: [], book: null, key: null, pack: null, editing: null, preparing: false, wanted: "", touched: Date.now() };

  const trueNow = () => Date.now() + (state.book ? state.book.offset : 0);
  const say = (text, wrong = false) => {
    const box = find("[data-said]");
    const line_ = document.createElement("p");
    line_.className = wrong ? "offline-wrong-words" : "";
    line_.textContent = text;
    box.replaceChildren(...(text ? [line_] : []));
  };

  /* --- which part of the page is there */
  const view = (name) => all("[data-view]").forEach((part) => { part.hidden = part.dataset.view !== name; });
  const lineShow = () => {
    const there = line.now().state;
    const badge = find("[data-line-badge]");
    badge.className = `badge tone-${{ there: "done", none: "due_soon", out: "running" }[there] || "neutral"}`;
    const icon = { there: "circle-check", none: "alert-triangle", out: "lock" }[there] || "clock";
    const use = find("use", badge);
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
    if (there !== "unknown") find("[data-line-words]").textContent = { there: words.line, none: words.no_line, out: words.signed_out }[there];
    all("[data-online-only]").forEach((part) => { part.hidden = there !== "there"; });
    find("[data-signed-out]").hidden = there !== "out";
    find("[data-intake]").hidden = foreign();
    find("[data-foreign]").hidden = !foreign();
  };
  /* A colleague may look and synchronise; taking in is for whose name and numbers these are. */
  const foreign = () => Boolean(state.key && line.now().account && state.book.account !== line.now().account);
  const newest = (books) => [...books].sort((one, other) => other.issued - one.issued)[0] || null;
  const refresh = async () => {
    lineShow();
    state.books = await store.all("books");
    find("[data-lock]").hidden = !state.key;
    if (state.key) {
      state.book = state.books.find((book) => book.key === state.book.key) || state.book; // another tab counts too
      view("work");
      await listShow();
      return;
    }
    const there = line.now();
    const mine = there.state === "there" ? state.books.filter((book) => book.account === there.account) : state.books;
    const book = chosen(mine) || newest(mine) || newest(state.books);
    if (state.preparing || (!book && there.state === "there")) { unitsShow(there.units); view("prepare"); return; }
    if (!book) { view(there.state === "unknown" || there.state === "out" ? "" : "unprepared"); return; }
    state.book = book;
    find("[data-locked-words]").textContent = bookWords(book);
    booksShow(book, mine.includes(book) ? mine : [book]);
    view("locked");
  };
  const bookWords = (book) => `${book.officer} · ${book.device_name} · ${book.prefix}… · ${hour(book.issued)}–${hour(book.ends)}`;
  const chosen = (books) => books.find((book) => book.key === state.wanted) || null;
  /* Without a line each officer of this computer opens the own numbers: those that still hold. */
  const booksShow = (book, books) => {
    const select = find("#unlock-book");
    const held = books.filter((one) => one.key === book.key || trueNow() <= one.ends).sort((one, other) => other.issued - one.issued);
    find("[data-book-field]").hidden = held.length < 2;
    select.replaceChildren(...held.map((one) => new Option(bookWords(one), one.key, false, one.key === book.key)));
  };
  find("#unlock-book").addEventListener("change", async (event) => {
    state.wanted = event.target.value;
    await refresh();
    find("#unlock-password").focus();
  });
  const unitsShow = (units) => {
    const select = find("#prepare-unit");
    if (select.options.length !== units.length) select.replaceChildren(...units.map(([id, name]) => new Option(name, id)));
    find("[data-unit-field]").hidden = units.length < 2;
    houseShow(units);
  };

  /* What the unit has decided: how many numbers, for how long. */
  const houseShow = (units) => {
    const chosen = units.find(([id]) => String(id) === find("#prepare-unit").value) || units[0];
    find("[data-house]").textContent = chosen && chosen[2] ? fill(words.house, chosen[2]) : "";
  };
  find("#prepare-unit").addEventListener("change", () => houseShow(line.now().units));

  /* --- prepare, lock, open */
  const enter = async (book, key) => {
    state.preparing = false;
    state.editing = null;
    find("[data-editing]").hidden = true;
    state.book = await store.get("books", book.key);
    state.key = key;
    state.pack = await store.get("packs", book.unit);
    state.pack = state.pack && state.pack.pack;
    state.touched = Date.now();
    all("input[type=password]").forEach((field) => { field.value = ""; });
    desk.hide();
    if (state.pack) desk.list(state.pack, "");
    await refresh();
    const draft = await store.draftRead(state.book, key);
    if (draft && state.pack && !desk.current() && !foreign()) desk.restore(draft, state.pack);
    carry();
    if (!desk.current() && !foreign()) find("[data-search]").focus();
    await sync();
  };
  const lock = async () => {
    state.key = null;
    state.editing = null;
    desk.hide();
    find("[data-paper-slip]").hidden = true;
    all("[data-p], [data-p-rows]").forEach((part) => { part.replaceChildren(); });
    find("[data-slips]").replaceChildren();
    say("");
    await refresh();
    find("#unlock-password").focus();
  };
  find("[data-prepare]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    if (!given.name.trim()) { say(words.no_name, true); find("#prepare-name").focus(); return; }
    if ([...given.password].length < 10) { say(words.short_password, true); find("#prepare-password").focus(); return; }
    if (given.password !== given.again) { say(words.unlike_password, true); find("#prepare-again").focus(); return; }
    const answer = await line.ask(place.dataset.book, {
      unit: Number(given.unit || line.now().units[0][0]), device: state.device, name: given.name, device_now: Date.now(),
    });
    if (!answer.line) { say(words.no_answer, true); return; }
    if (answer.out) { await line.look(); return; }
    if (!answer.ok) { say(answer.data.message, true); return; }
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    const { book, pack } = answer.data;
    try {
      await store.put("packs", { unit: book.unit, pack });
      await enter(book, await store.bookKeep(book, given.password));
    } catch { say(words.full, true); return; }
    say(fill(words.prepared, { number: number(book, 1) }));
  });
  find("[data-unlock]").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await enter(state.book, await store.bookOpen(state.book, find("#unlock-password").value));
      say("");
    } catch {
      say(words.wrong_password, true);
      find("#unlock-password").select();
    }
  });
  find("[data-open-session]").addEventListener("click", async () => {
    const answer = await line.ask(place.dataset.key, { book: state.book.key, device: state.device });
    if (!answer.line) say(words.no_answer, true);
    else if (answer.ok) await enter(state.book, await store.bookOpenSecret(state.book, answer.data.secret));
    else if (answer.data) say(answer.data.message, true);
  });
  all("[data-prepare-own]").forEach((button) => button.addEventListener("click", async () => {
    await lock();
    state.preparing = true;
    await refresh();
    find("#prepare-name").value = state.book ? state.book.device_name : "";
    find("#prepare-name").focus();
  }));
  find("[data-lock]").addEventListener("click", lock);
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => { state.touched = Date.now(); }));
  setInterval(() => {
    find("[data-clock]").textContent = hour(trueNow());
    if (state.key && Date.now() - state.touched > state.book.idle * 1000) lock();
  }, 1000);

  /* --- take in */
  const room = () => {
    const left = state.book.numbers - state.book.next + 1;
    const ended = trueNow() > state.book.ends;
    find("[data-book-words]").textContent = ended ? fill(words.ended, { time: hour(state.book.ends) })
      : left < 1 ? words.used_up : `${number(state.book, state.book.next)} · ${fill(words.number_left, { n: left, time: hour(state.book.ends) })}`;
    return !ended && left > 0;
  };
  const choose = (choice) => {
    const chosen = state.pack && desk.byChoice(state.pack, choice);
    if (!chosen) return;
    say("");
    desk.show(chosen);
    find("[name='applicant-card']", desk.form).focus();
  };
  find("[data-search]").addEventListener("input", (event) => { if (state.pack) desk.list(state.pack, event.target.value); });
  find("[data-choose]").addEventListener("keydown", (event) => {
    const links = all("[data-choice]");
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target.matches("[data-search]")) { event.preventDefault(); if (links[0]) choose(links[0].dataset.choice); }
    else if (event.key === "ArrowDown") { event.preventDefault(); if (links[at + 1]) links[at + 1].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] || find("[data-search]")).focus(); }
  });
  find("[data-choices]").addEventListener("click", (event) => {
    const link = event.target.closest("[data-choice]");
    if (link) { event.preventDefault(); choose(link.dataset.choice); }
  });
  const leave = async () => {
    state.editing = null;
    find("[data-editing]").hidden = true;
    desk.hide();
    find("[data-search]").value = "";
    if (state.pack) desk.list(state.pack, "");
    if (state.book) await store.drop("drafts", state.book.key);
    find("[data-search]").focus();
  };
  find("[data-other]").addEventListener("click", leave);
  find("[data-discard]").addEventListener("click", leave);

  let waiting = 0;
  desk.form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (state.key && desk.current() && !state.editing) store.draftKeep(state.book, state.key, desk.content()).catch(() => say(words.full, true)); }, 400);
  });
  let busy = false;
  desk.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const kind = (event.submitter && event.submitter.value) || "accept";
    if (busy || foreign() || !desk.check(kind)) return;
    if (!state.editing && !room()) { desk.wrong([find("[data-book-words]").textContent]); return; }
    busy = true;
    clearTimeout(waiting);
    const content = { ...desk.content(), kind, limit: desk.current().limit };
    let said;
    let key = "";
    try {
      if (state.editing) {
        const slip = state.editing;
        const before = await store.slipRead(slip, state.key);
        const changed = await store.slipChange(slip, state.key, { ...content, taken: before.taken });
        said = [fill(changed ? words.changed : words.too_late, { number: number(state.book, slip.seq) }), !changed];
        key = changed ? slip.key : "";
      } else {
        const slip = await store.slipNew(state.book, state.key, { ...content, taken: trueNow() });
        said = [fill(words.saved, { number: number(state.book, slip.seq) })];
        key = slip.key;
      }
    } catch (error) {
      state.book = await store.get("books", state.book.key).catch(() => state.book);
      const why = error && error.name === "QuotaExceededError" ? words.full : words.not_kept;
      desk.wrong([state.editing || room() ? why : find("[data-book-words]").textContent]);
      busy = false;
      return;
    }
    try { // it is kept: whatever fails from here on, the officer has been told its number
      say(...said);
      state.book = (await store.get("books", state.book.key)) || state.book;
      await leave();
      if (key) await print(key);
      await refresh();
      sync();
    } finally {
      busy = false;
    }
  });

  const print = (key) => draw.print(state, key);

  /* --- the list */
  const listShow = async () => {
    room();
    const slips = await store.all("slips");
    const own = slips.filter((slip) => slip.book === state.book.key).sort((one, other) => other.seq - one.seq);
    const rows = await Promise.all(own.map((slip) => draw.row(state, slip, foreign())));
    if (!state.key) return;
    find("[data-slips]").replaceChildren(...rows);
    find("[data-empty]").hidden = own.length > 0;
    const left = own.filter((slip) => slip.state !== "came").length;
    const others = slips.filter((slip) => slip.book !== state.book.key && slip.state !== "came").length;
    const told = own.length ? [left ? fill(words.some_left, { n: left }) : words.sent] : [];
    if (others) told.push(fill(words.others, { n: others }));
    find("[data-sync-words]").textContent = told.join(" ");
  };
  find("[data-slips]").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const slip = await store.get("slips", button.dataset.slip);
    if (slip && slip.late) {
      if (button.dataset.act === "print") await print(slip.key);
      else await store.slipSeen(slip);
      await refresh();
      return;
    }
    if (!slip || slip.state !== "waits") { await refresh(); return; }
    if (button.dataset.act === "print") await print(slip.key);
    else if (button.dataset.act === "edit") {
      const kept = await store.slipRead(slip, state.key);
      if (!state.pack || !desk.restore(kept, state.pack)) { say(words.not_here, true); return; }
      state.editing = slip;
      const told = find("[data-editing]");
      told.textContent = fill(words.editing, { number: number(state.book, slip.seq) });
      told.hidden = false;
      find("[data-procedure]").focus();
    } else {
      const dialog = find("#cancel-slip");
      dialog.dataset.slip = slip.key;
      find("#cancel-reason").value = "";
      dialog.returnValue = "";
      dialog.showModal();
    }
  });
  find("[data-cancel-form]").addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "yes" && !find("#cancel-reason").value.trim()) {
      event.preventDefault();
      find("#cancel-reason").setAttribute("aria-invalid", "true");
      find("#cancel-reason").focus();
    }
  });
  find("#cancel-slip").addEventListener("close", async (event) => {
    const reason = find("#cancel-reason").value.trim();
    if (event.target.returnValue !== "yes" || !reason || !state.key) return;
    const slip = await store.get("slips", event.target.dataset.slip);
    const content = await store.slipRead(slip, state.key);
    let changed = false;
    try {
      changed = await store.slipChange(slip, state.key, { ...content, reason }, "cancelled");
    } catch { say(words.full, true); return; }
    if (!changed) say(fill(words.too_late, { number: number(state.book, slip.seq) }), true);
    await refresh();
    sync();
  });

  /* --- synchronise; also what other officers left here, with the session's right */
  let syncing = false;
  let pressed = false; // also while a sending is under way: it counts for the next one
  const sync = async (again = false) => {
    pressed = pressed || again;
    if (syncing || !state.key || line.now().state !== "there") return;
    syncing = true;
    again = pressed;
    pressed = false;
    try {
      await line.sync(state.book, state.key, state.device, { skip: () => state.editing && state.editing.key, again });
      for (const book of await store.all("books")) {
        if (book.key === state.book.key || !(await line.pending(book, again)).length) continue;
        const answer = await line.ask(place.dataset.key, { book: book.key, device: state.device });
        if (answer.ok) await line.sync(book, await store.bookOpenSecret(book, answer.data.secret), state.device, { again });
      }
    } finally {
      syncing = false;
      await refresh();
    }
    if (pressed) await sync();
  };
  find("[data-sync-now]").addEventListener("click", () => sync(true));
  document.addEventListener("motcua:came", () => { if (state.key) listShow(); });
  /* Somebody signed out, or somebody else signed in, while the line was there: what is open closes. */
  document.addEventListener("motcua:line", async (event) => {
    if (event.detail.left && state.key) { await lock(); return; }
    await refresh();
    await sync();
  });

  /* --- what was being typed on the ordinary intake page comes over, from tab to tab, in memory */
  const carry = () => {
    const token = new URLSearchParams(location.hash.slice(1)).get("from");
    if (!token || !window.BroadcastChannel || desk.current() || foreign()) return;
    const channel = new BroadcastChannel("motcua-intake");
    channel.onmessage = (event) => {
      if (event.data.to !== token || !event.data.form || !state.pack) return;
      channel.close();
      history.replaceState(null, "", location.pathname);
      if (desk.restore({ ...event.data, cash_said: "" }, state.pack)) say(words.brought);
    };
    channel.postMessage({ from: token });
  };

  const begin = async () => {
    if (!("serviceWorker" in navigator) || !window.isSecureContext || !crypto.subtle || !window.indexedDB) { say(words.cannot, true); return; }
    navigator.serviceWorker.register(place.dataset.worker).catch(() => { /* no line: the one that is there serves */ });
    try {
      state.device = await store.device();
    } catch { say(words.cannot, true); return; } // no store here: a private window, or a full disk
    await line.look();
  };
  begin();
})();
