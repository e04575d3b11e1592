/* An act's form opens in place: it takes the focus, Escape and "Go back" close it. */
"use strict";
(() => {
  const panel = document.getElementById("act");
  if (!panel) return;
  let opener = null;

  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]");
    if (!act || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    opener = act.matches("a") ? act : act.querySelector("a");
    if (!opener) return;
    event.preventDefault();
    const menu = act.closest("details.menu");
    if (menu) { menu.open = false; opener = menu.querySelector("summary"); }
    htmx.ajax("GET", (act.matches("a") ? act : act.querySelector("a")).href, { target: "#act" });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    const title = panel.querySelector("h1");
    if (title) title.focus();
    panel.scrollIntoView({ block: "nearest" });
  });
  const close = () => {
    panel.replaceChildren();
    if (opener) opener.focus();
  };
  panel.addEventListener("click", (event) => {
    const back = event.target.closest(".actions a.button");
    if (!back) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.children.length || document.querySelector("dialog[open]")) return;
    if (["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName)) return;
    close();
  });
})();
