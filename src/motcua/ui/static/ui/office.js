/* Officials' keyboard: every link or button with data-shortcut ("g w", "a"), listed by `?`. */
"use strict";
(() => {
  const PAUSE = 900; // ms between the keys of one shortcut
  let typed = "";
  let timer = 0;

  const writing = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
  const visible = (element) => element.getClientRects().length > 0 && !element.disabled;
  const targets = () => [...document.querySelectorAll("[data-shortcut]")].filter(visible);

  const list = () => {
    const dialog = document.getElementById("shortcuts");
    const place = dialog && dialog.querySelector("[data-shortcut-list]");
    if (!place || !dialog.showModal || dialog.open) return;
    place.querySelectorAll("[data-found]").forEach((row) => row.remove());
    targets().forEach((target) => {
      const row = document.createElement("div");
      row.dataset.found = "";
      const keys = document.createElement("dt");
      target.dataset.shortcut.split(" ").forEach((key) => {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        keys.append(cap, " ");
      });
      const words = document.createElement("dd");
      const label = target.querySelector(".rail-label, span:not(.keys)");
      words.textContent = target.getAttribute("aria-label") || (label || target).textContent.trim();
      row.append(keys, words);
      place.append(row);
    });
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); list(); return; }
    if (event.key.length !== 1 || event.key === " ") return;
    clearTimeout(timer);
    timer = setTimeout(() => { typed = ""; }, PAUSE);
    typed = typed ? `${typed} ${event.key.toLowerCase()}` : event.key.toLowerCase();
    const all = targets();
    let found = all.find((target) => target.dataset.shortcut === typed);
    if (!found && !all.some((target) => target.dataset.shortcut.startsWith(`${typed} `))) {
      typed = event.key.toLowerCase();
      found = all.find((target) => target.dataset.shortcut === typed);
    }
    if (!found) return;
    typed = "";
    event.preventDefault();
    if (writing(found)) { found.focus(); if (found.select) found.select(); } else found.click();
  });

  /* Rows of a table marked data-rows move with j and k, and open with Enter by their own link. */
  document.addEventListener("keydown", (event) => {
    if (!["j", "k", "ArrowDown", "ArrowUp"].includes(event.key) || writing(event.target)) return;
    if (event.key.startsWith("Arrow") && !event.target.closest("[data-rows]")) return;
    const links = [...document.querySelectorAll("[data-rows] tbody th a")];
    if (!links.length) return;
    const step = event.key === "j" || event.key === "ArrowDown" ? 1 : -1;
    const now = links.indexOf(document.activeElement);
    const next = links[Math.min(links.length - 1, Math.max(0, now + (now < 0 ? 1 : step)))];
    event.preventDefault();
    next.focus();
  });

  /* A phone's bar holds four places; the others lie behind its last button. */
  const more = document.querySelector("[data-rail-more]");
  const places = document.querySelector("[data-rail]");
  const open = (wanted) => {
    places.classList.toggle("rail-open", wanted);
    more.setAttribute("aria-expanded", String(wanted));
  };
  if (more) {
    places.classList.add("rail-cut");
    more.addEventListener("click", () => open(!places.classList.contains("rail-open")));
    document.addEventListener("click", (event) => { if (!places.contains(event.target)) open(false); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !places.classList.contains("rail-open")) return;
      open(false);
      more.focus();
    });
  }

  /* The rail stays folded as the person left it. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rail-fold]");
    if (!button) return;
    const folded = document.documentElement.classList.toggle("rail-folded");
    button.setAttribute("aria-expanded", String(!folded));
    document.cookie = `motcua_rail=${folded ? "folded" : "open"};path=/;max-age=31536000;samesite=lax`;
  });
})();
