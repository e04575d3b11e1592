/*
 * On a poor line: a press is kept with its true time until the office has it. What is kept is the
 * number of the visit, the step and the time; nothing about any person. Without this script every
 * button is a plain form.
 */
"use strict";
(() => {
  const road = document.querySelector("[data-road]");
  if (!road) return;
  const place = `motcua-road-${road.dataset.road}`;
  const words = document.querySelector("[data-road-words]").dataset;
  const box = document.querySelector("[data-road-kept]");
  const refused = document.querySelector("[data-road-refused]");
  const SECONDS = 20;
  let sending = false;

  const read = () => { try { return JSON.parse(localStorage.getItem(place)) || []; } catch { return []; } };
  const write = (presses) => {
    try {
      if (presses.length) localStorage.setItem(place, JSON.stringify(presses));
      else localStorage.removeItem(place);
      return true;
    } catch { return false; }
  };
  /* Two tabs keep their presses in one place: a press is taken out by its name, never by its rank. */
  const nameOf = (press) => press.id || JSON.stringify(press);
  const forget = (name) => write(read().filter((press) => nameOf(press) !== name));
  const show = () => {
    const kept = read().length;
    box.hidden = kept === 0;
    box.querySelector("[data-road-count]").textContent = `${kept} ${kept === 1 ? words.one : words.many}`;
  };
  const say = (text) => {
    refused.textContent = text;
    refused.hidden = !text;
  };

  /* True: the office has it, or will never take it. False: try again later. */
  const send = async (press) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(press.data)) body.append(name, value);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
    try {
      const answer = await fetch(press.url, { method: "POST", body, signal: stop.signal, headers: { Accept: "application/json" } });
      const data = (answer.headers.get("Content-Type") || "").includes("application/json");
      if (data && answer.ok) {
        const said = await answer.json();
        if (said.refused) sessionStorage.setItem(`${place}-refused`, said.refused);
        return true;
      }
      if (answer.status === 404) return true;
      if (answer.redirected || answer.status === 403) say(words.out);
      return false;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };

  const sendKept = async () => {
    for (let rest = read(); rest.length; rest = read()) {
      if (!(await send(rest[0]))) break;
      forget(nameOf(rest[0]));
    }
  };

  const sendAll = async () => {
    if (sending || !read().length) return;
    sending = true;
    try {
      if (navigator.locks) await navigator.locks.request(place, sendKept);  // one tab at a time
      else await sendKept();
    } finally {
      sending = false;
    }
    show();
    if (!read().length) window.location.reload();  // sent by this tab or by another one
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-press]")) return;
    const data = { pressed_at: new Date().toISOString() };
    for (const [name, value] of new FormData(form, event.submitter)) {
      if (name !== "csrfmiddlewaretoken") data[name] = value;
    }
    const id = `${Date.now()}-${Math.random()}`;
    if (!write([...read(), { id, url: form.getAttribute("action"), data }])) return;  // the plain form goes
    event.preventDefault();
    for (const button of form.closest("[data-road-stop]").querySelectorAll("[data-press] button")) button.disabled = true;
    say("");
    sendAll();
  });

  for (const form of document.querySelectorAll("[data-place]")) {
    if (!navigator.geolocation) continue;
    form.hidden = false;
    form.querySelector("[data-place-ask]").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        (found) => {
          form.elements.place.value = `${found.coords.latitude.toFixed(5)},${found.coords.longitude.toFixed(5)}`;
          form.submit();
        },
        () => say(words.noplace),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }

  const told = sessionStorage.getItem(`${place}-refused`);
  if (told) {
    sessionStorage.removeItem(`${place}-refused`);
    say(told);
  }
  document.querySelector("[data-road-again]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  setInterval(() => { if (read().length && navigator.onLine) sendAll(); }, 15000);
  show();
  sendAll();
})();
