/* The line: is it there, who is signed in, and sending what waits, one slip after the other. */
"use strict";
(() => {
  const store = window.motcuaStore;
  const place = document.getElementById("content");
  const WAIT = 15000; // ms after which no answer is none
  const EVERY = 15000;
  let now = { state: "unknown", account: 0, name: "", units: [], token: "" };

  /* Returns {line: false}, {line: true, out: true} or {line: true, ok, data}; `broken` with the first
     when something answered, but nothing of ours. */
  const ask = async (address, body) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT);
    try {
      const answer = await fetch(address, {
        method: body ? "POST" : "GET",
        body: body ? JSON.stringify(body) : undefined,
        headers: body ? { "Content-Type": "application/json", "X-CSRFToken": now.token } : {},
        credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal,
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { line: true, out: true };
      if (answer.status >= 500 || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) return { line: false, broken: true };
      return { line: true, ok: answer.ok, data: await answer.json() };
    } catch {
      return { line: false };
    } finally {
      clearTimeout(timer);
    }
  };

  /* How far this browser has counted: the server then knows which numbers were not given out yet. */
  const COUNTED = 4 * 24 * 3600 * 1000; // ms after a block's end; what comes later still is looked at anyhow
  const count = async () => {
    const books = (await store.all("books")).filter((book) => book.ends + COUNTED > Date.now());
    const told = books.sort((one, other) => other.issued - one.issued).slice(0, 20).map((book) => ({ book: book.key, used: book.next - 1 }));
    if (told.length) await ask(place.dataset.now, { device: await store.device(), books: told });
  };

  const look = async () => {
    const answer = await ask(place.dataset.now);
    const before = now;
    if (!answer.line) now = { ...now, state: "none" };
    else if (answer.out || !answer.ok) now = { ...now, state: "out" };
    else { now = { state: "there", ...answer.data }; await count(); }
    document.dispatchEvent(new CustomEvent("motcua:line", { detail: { left: before.state === "there" && (now.state === "out" || (now.state === "there" && before.account !== now.account)) } }));
    return now;
  };

  const inOrder = (slips) => slips.filter((slip) => ["waits", "cancelled"].includes(slip.state)).sort((one, other) => one.seq - other.seq);
  /* What was refused once waits until somebody presses the button (`again`) or has changed it. */
  const pending = async (book, again) => inOrder((await store.all("slips")).filter((slip) => (!book || slip.book === book.key) && (again || !slip.refused)));

  const tell = async (book, key, device, row, content) => ask(place.dataset.sync, {
    book: book.key, device, used: (await store.get("books", book.key)).next - 1, key: row.key, seq: row.seq,
    kind: row.state === "cancelled" ? "cancel" : content.kind,
    taken: content.taken, device_now: Date.now(),
    procedure: content.procedure, unit: content.unit, version: content.version,
    form: content.form, cash: content.cash, reason: content.reason || "", form_key: content.form_key || "",
  });
  /* Send everything of a block that waits. Each slip is sent until it was answered, as it is at that
     moment; sent again, the server gives the same answer. Ends at the first silence: the rest waits on.
     An error of the server's own with one slip does not stop those behind it. */
  const send = async (book, key, device, { skip = () => null, again = false } = {}) => {
    let done = 0;
    for (const slip of await pending(book, again)) {
      if (slip.key === skip()) continue;
      const row = await store.slipSending(slip, Date.now());
      if (!row) continue;
      const content = await store.slipRead(row, key);
      const answer = await tell(book, key, device, row, content);
      if (!answer.line || answer.out) {
        await store.slipSending(row, 0);
        if (answer.broken && (await ask(place.dataset.now)).ok) continue; // tried again at the next look
        await look();
        return { done, stopped: true };
      }
      if (answer.ok) { await store.slipCame(row, content.taken, answer.data); done += 1; }
      else await store.slipRefused(row, answer.data.message || "–");
      document.dispatchEvent(new CustomEvent("motcua:came"));
    }
    return { done, stopped: false };
  };
  /* One tab sends at a time where the browser can say so; the server is the guard in any case. */
  const sync = (book, key, device, how) => navigator.locks
    ? navigator.locks.request("motcua-offline-sync", { ifAvailable: true }, (lock) => lock ? send(book, key, device, how) : { done: 0, stopped: false, busy: true })
    : send(book, key, device, how);

  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  setInterval(look, EVERY);

  window.motcuaLine = { ask, look, sync, pending, now: () => now };
})();
