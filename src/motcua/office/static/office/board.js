/* An open board renews its figures: it asks every few seconds whether anything changed, or is told so
   (`data-board-told`), stops while nobody looks, keeps the last figures when the line is down, and says
   since when. On a wall screen its panels take turns. Acts on data attributes alone. */
"use strict";
(() => {
  /* A wall screen that was told to show nothing looks again, and goes on once it may. */
  const again = document.querySelector("[data-look-again]");
  if (again) {
    setInterval(async () => {
      try { if ((await fetch(location.href, { cache: "no-store" })).ok) location.reload(); } catch { /* the next time */ }
    }, Number(again.dataset.lookAgain) * 1000);
  }
  const place = document.querySelector("[data-board]");
  const state = document.querySelector("[data-board-state]");
  if (!place || !state) return;
  const words = state.querySelector("[data-board-words]");
  const every = Number(place.dataset.boardSeconds || 3) * 1000;
  const wall = "boardWall" in place.dataset;
  const zone = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" };
  const clock = () => new Intl.DateTimeFormat("en-GB", zone).format(new Date());
  let mark = place.dataset.boardMark || "";
  let at = "";
  let down = "";
  let asking = false;
  let over = false;
  let heard = Date.now();

  const say = (text, kind) => {
    if (words.textContent !== text) words.textContent = text;
    state.dataset.boardState = kind;
  };
  const fill = (text) => text.replace("{at}", at || clock()).replace("{since}", down);

  /* What the reader has opened or stands on stays so; a form that is being filled in is no region. */
  const renewed = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const regions = [...place.querySelectorAll("[data-region]")];
    if (!regions.length) { place.innerHTML = html; return; }
    regions.forEach((one) => {
      const now = fresh.querySelector(`[data-region="${one.dataset.region}"]`);
      if (now && now.innerHTML !== one.innerHTML) one.innerHTML = now.innerHTML;
    });
  };
  const swap = (html) => {
    const folds = () => [...place.querySelectorAll("[data-region] details")];
    const links = () => [...place.querySelectorAll("a[href], summary, [tabindex]")];
    const frames = () => [...place.querySelectorAll(".table-frame")];
    const scrolled = frames().map((one) => one.scrollLeft);
    const opened = folds().map((one) => one.open);
    const focused = links().indexOf(document.activeElement);
    const href = focused < 0 ? "" : document.activeElement.getAttribute("href") || "";
    renewed(html);
    folds().forEach((one, index) => { if (opened[index]) one.open = true; });
    frames().forEach((one, index) => { one.scrollLeft = scrolled[index] || 0; });
    if (focused >= 0 && !place.contains(document.activeElement)) {
      const now = links();
      const found = now.find((one) => href && one.getAttribute("href") === href) || now[focused];
      if (found) found.focus({ preventScroll: true });
    }
    if (wall) show();
  };

  const renew = async () => {
    if (asking || over || document.hidden || document.querySelector("dialog[open]")) return;
    asking = true;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 20000);
    try {
      const answer = await fetch(location.href, {
        // A board that nobody looks at does not keep its reader signed in; a wall screen does.
        headers: { "X-Board": "part", "If-None-Match": mark, ...(wall ? {} : { "X-By-Itself": "1" }) },
        cache: "no-store", redirect: "manual", signal: patience.signal,
      });
      if (answer.type === "opaqueredirect" || [404, 410].includes(answer.status) || (wall && answer.status === 429)) {
        if (answer.status !== 0 && wall) { location.reload(); return; } /* the page says why */
        over = true;
        say(fill(state.dataset.out), "out");
        return;
      }
      if (answer.status !== 304 && answer.status !== 200) throw new Error("refused");
      if (answer.status === 200) {
        swap(await answer.text());
        mark = answer.headers.get("ETag") || "";
      }
      heard = Date.now();
      if (place.dataset.boardDay && answer.headers.get("X-Board-Day") !== place.dataset.boardDay) { location.reload(); return; }
      at = answer.headers.get("X-Board-At") || clock();
      down = "";
      say(fill(state.dataset.now), "live");
    } catch {
      down = down || clock();
      say(fill(state.dataset.down), "down");
    } finally {
      clearTimeout(timer);
      asking = false;
    }
  };
  at = (words.textContent.match(/\d\d:\d\d:\d\d/) || [""])[0];
  let wanted = 0;
  const soon = () => {
    clearTimeout(wanted);
    wanted = setTimeout(renew, Math.random() * 500);
  };
  const stream = window.motcuaLive
    && window.motcuaLive.listen(() => place.dataset.boardTold || "", { open: soon, call: soon, change: soon });
  const look = () => {
    if (stream) stream.look();
    if (!stream || !stream.open || down || Date.now() - heard > 30000) renew();
  };
  if (stream) stream.look();
  setInterval(look, every);
  document.addEventListener("visibilitychange", renew);
  ["online", "offline"].forEach((type) => window.addEventListener(type, renew));

  /* The panels of a wall screen, one after the other; nothing moves, the next one stands there. */
  let turn = 0;
  const panels = () => [...place.querySelectorAll("[data-panel]")];
  function show() {
    const all = panels();
    all.forEach((one, index) => { one.hidden = index !== turn % all.length; });
    document.querySelectorAll("[data-dot]").forEach((one, index) => one.classList.toggle("on", index === turn % all.length));
  }
  /* Old figures are not shown: from the back of a hall nobody reads since when the line is down. */
  const gone = document.querySelector("[data-board-gone]");
  const when = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone.timeZone });
  const aged = () => {
    const old = Date.now() - heard > Number(place.dataset.boardOld) * 1000;
    if (old === place.hidden) return;
    if (old) gone.textContent = gone.dataset.words.replace("{since}", when.format(heard));
    place.hidden = old;
    gone.hidden = !old;
  };
  if (wall) {
    if (gone) setInterval(aged, 1000);
    show();
    setInterval(() => { turn += 1; show(); }, Number(place.dataset.boardWall) * 1000);
    const time = document.querySelector("[data-wall-clock]");
    if (time) setInterval(() => { time.textContent = clock().slice(0, 5); }, 1000);
  }
})();
