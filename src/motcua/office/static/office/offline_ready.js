/* Is this computer prepared for intake without a line? Its own page is kept from here on, so that it
   opens at all; prepared it is when whoever is signed in has numbers left here that still hold. What
   says so on the page is shown and hidden by it, once a day where that is enough. */
"use strict";
(() => {
  const store = window.motcuaStore;
  const find = (selector) => document.querySelector(selector); // parts of the page are exchanged
  const place = () => find("[data-offline-ready]").dataset;
  const capable = () => "serviceWorker" in navigator && window.isSecureContext && Boolean(crypto.subtle) && Boolean(window.indexedDB);

  const kept = async () => {
    const found = await navigator.serviceWorker.getRegistration(place().offline);
    return Boolean(found && found.active);
  };
  const holds = (book) => book.account === Number(place().account) && Date.now() + book.offset <= book.ends && book.next <= book.numbers;
  const ready = async () => {
    try {
      return capable() && (await kept()) && (await store.all("books")).some(holds);
    } catch { return false; } // no store here: a private window, or a full disk
  };

  /* Where it is told once a day only: has it been, and if not, it is now. */
  const told = () => {
    const name = `motcua-offline-told-${place().account}`;
    const today = new Date().toDateString();
    try {
      if (localStorage.getItem(name) === today) return true;
      localStorage.setItem(name, today);
    } catch { /* no store: it is told again */ }
    return false;
  };
  let daily = null;
  const show = async () => {
    const line = find("[data-unprepared]");
    if (!line) return;
    const is = await ready();
    const banner = find("[data-no-line-unready]"); // while it says so, nothing can be prepared
    if (banner && !banner.hidden) { line.hidden = true; return; }
    if (!is && "daily" in line.dataset && daily === null) daily = !told();
    line.hidden = is || ("daily" in line.dataset && !daily);
  };

  window.motcuaReady = { ready, show };
  document.addEventListener("visibilitychange", show); // it was prepared in another tab
  document.addEventListener("htmx:afterSettle", show);
  setInterval(show, 60000); // numbers end
  if (capable()) {
    navigator.serviceWorker.register(place().worker).catch(() => { /* no line: the one that is there serves */ });
  }
  show();
})();
