/* Told at once by the live process, else asked every few seconds; and the words that say which. */
"use strict";
window.motcuaLive = (() => {
  /* One stream of events. `where()` is its address at this moment, empty where there is none; `hears` are acts by
     the name of what came. A stream that was refused is begun again by the next `look()`. */
  const listen = (where, hears) => {
    const told = { open: false };
    let stream = null;
    told.look = () => {
      const address = where();
      if (!address || stream || !window.EventSource) return;
      const made = new EventSource(address);
      stream = made;
      made.addEventListener("open", () => { told.open = true; if (hears.open) hears.open(); });
      made.addEventListener("error", () => {
        told.open = false;
        if (made.readyState === EventSource.CLOSED) stream = null;
      });
      ["call", "change"].filter((name) => hears[name]).forEach((name) =>
        made.addEventListener(name, (event) => hears[name](JSON.parse(event.data))));
    };
    told.end = () => {
      if (stream) stream.close();
      stream = null;
      told.open = false;
    };
    return told;
  };

  /* A line that says how the page is renewed: `told`, `asked` every few seconds, or not since a time (`down`).
     Its data attributes of these names are the words; without words it is hidden. */
  const line = (place) => {
    const clock = () => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
    let since = "";
    return (kind) => {
      if (!place) return;
      since = kind === "down" ? since || clock() : "";
      const text = (place.dataset[kind] || "").replace("{since}", since);
      if (place.textContent !== text) place.textContent = text;
      place.dataset.line = kind;
      place.hidden = !text;
    };
  };
  return { listen, line };
})();
