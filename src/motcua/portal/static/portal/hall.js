/* The hall's screens: told at once by the live process, asking every few seconds without it.
   Acts on data attributes of <main data-hall> (or the element that bears it). Nothing here knows
   who anybody is. Without this script the pages renew themselves. */
"use strict";
(() => {
  const hall = document.querySelector("[data-hall]");
  if (!hall) return;
  const told = hall.dataset;
  const language = document.documentElement.lang || "vi";

  /* --- kiosk: home after a while, a reader that types, the slip -------------------------------- */
  if (told.home) {
    let timer = 0;
    /* While the line is down the screen stays: the browser's own words would never go away again. */
    const home = () => fetch(told.home, { method: "HEAD", cache: "no-store" }).then(() => location.replace(told.home), again);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(home, 45000);
    };
    ["pointerdown", "keydown", "change"].forEach((type) => document.addEventListener(type, again, true));
    again();
  }
  if (told.scan) {
    let typed = "";
    let last = 0;
    document.addEventListener("keydown", (event) => {
      const now = performance.now();
      if (now - last > 300) typed = "";
      last = now;
      if (event.key.length === 1) typed += event.key;
      if (event.key !== "Enter" || typed.length < 4) return;
      event.preventDefault();
      const form = document.getElementById(told.scan); /* the screen renews itself */
      form.elements.scanned.value = typed;
      typed = "";
      form.requestSubmit();
    }, true);
  }
  if ("printNow" in told) {
    history.replaceState(null, "", location.pathname);
    window.print();
  }

  /* --- calls: shown, said, and each of them once ----------------------------------------------- */
  const said = hall.querySelector("[data-said]");
  const voice = document.querySelector("[data-voice]");
  let serial = Number(told.serial || 0);
  let speaks = false;
  const voiceOf = () => window.speechSynthesis && speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  const words = (call) => told.say.replace("{name}", [...call.name].join(" ")).replace("{counter}", call.counter);
  const say = (call) => {
    if (!said) return;
    said.textContent = words(call);
    if (!speaks || !window.speechSynthesis) return;
    const speech = new SpeechSynthesisUtterance(words(call));
    speech.lang = language;
    speech.rate = 0.9;
    const found = voiceOf();
    if (found) speech.voice = found;
    speechSynthesis.speak(speech);
  };
  if (voice && window.speechSynthesis) {
    voice.hidden = false;
    voice.addEventListener("click", () => {
      speaks = true;
      voice.hidden = true;
      speechSynthesis.speak(new SpeechSynthesisUtterance(""));
    });
  }
  const announce = () => {
    const calls = [...hall.querySelectorAll("[data-call]")]
      .map((one) => ({ serial: Number(one.dataset.call), name: one.dataset.name, counter: one.dataset.counter }))
      .filter((one) => one.serial > serial)
      .sort((a, b) => a.serial - b.serial);
    calls.forEach((one) => { serial = one.serial; say(one); });
  };

  /* --- the page anew ---------------------------------------------------------------------------- */
  const sayLine = window.motcuaLive.line(document.querySelector("[data-line]"));
  let tag = "";
  let asking = false;
  let lost = false;
  const renew = async () => {
    if (asking) return;
    asking = true;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 15000);
    try {
      const answer = await fetch(location.pathname, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: patience.signal });
      if (answer.status === 404) { location.reload(); return; }
      if (answer.redirected) { location.replace(answer.url); return; } /* the hall or the queue was closed */
      if (answer.status !== 200 && answer.status !== 304) throw new Error("refused");
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        shown(await answer.text());
      }
      lost = false;
      sayLine(stream.open ? "told" : "asked");
    } catch { /* the line is down: the next time */
      lost = true;
      sayLine("down");
    } finally {
      clearTimeout(timer);
      asking = false;
    }
  };
  /* A page that nobody has touched since it came may not: the browser refuses, and complains. */
  const shake = () => {
    const touched = !navigator.userActivation || navigator.userActivation.hasBeenActive;
    if (touched && navigator.vibrate) navigator.vibrate([300, 150, 300]);
  };
  const shown = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-hall]");
    const part = fresh && fresh.querySelector("[data-part]");
    const mine = hall.querySelector("[data-part]");
    if ("whole" in told && (!part || part.innerHTML !== mine.innerHTML)) { location.reload(); return; }
    if (!part || !mine) return;
    const before = mine.querySelector(".my-counter");
    if (part.innerHTML !== mine.innerHTML) mine.innerHTML = part.innerHTML;
    told.live = fresh.dataset.live || "";
    if ("still" in fresh.dataset) told.still = "";
    if (!before && mine.querySelector(".my-counter")) shake();
    announce();
  };

  /* --- told at once, else asked ------------------------------------------------------------------ */
  let wanted = 0;
  const soon = (most) => {
    clearTimeout(wanted);
    wanted = setTimeout(renew, Math.random() * most);
  };
  const called = (call) => {
    if (call.serial <= serial && !told.own) return;
    const now = hall.querySelector(".call-now");
    if (now) { /* at once; the list follows */
      now.querySelector(".call-name").textContent = call.name;
      now.querySelector(".call-counter").lastChild.textContent = ` ${call.counter}`;
      serial = call.serial;
      say(call);
    }
    if (told.own === call.name) renew(); else soon(now ? 1000 : 2000);
  };
  const stream = window.motcuaLive.listen(
    () => (told.live && !("still" in told) ? `${told.live}?after=${serial}` : ""),
    { open: () => soon(1000), call: called, change: () => soon(2000) },
  );
  if (told.poll) {
    let round = 0;
    setInterval(() => {
      if ("still" in told) { stream.end(); return; }
      round += 1;
      stream.look();
      if (!stream.open || lost || round % 12 === 0) renew();
    }, Number(told.poll) * 1000);
    ["online", "offline"].forEach((type) => window.addEventListener(type, () => { if (!("still" in told)) renew(); }));
    stream.look();
  }
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const tick = () => {
      clock.textContent = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
    };
    tick();
    setInterval(tick, 5000);
  }
})();
