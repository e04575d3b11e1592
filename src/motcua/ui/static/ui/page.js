/* Small helps on every page. All of it acts on data attributes; without scripts the pages work too. */
"use strict";
(() => {
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest ? event.target.closest(selector) : null;
      if (found) act(found, event);
    });

  /* After a refused form the list of errors is read first. */
  const focusErrors = () => {
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  /* The browser itself puts the cursor there with its first picture only: letters that a scanner or
     a quick hand sends before that would be lost. */
  const focusFirst = () => {
    const first = document.querySelector("[autofocus]");
    if (first && !location.hash && document.activeElement === document.body) first.focus();
  };

  on("click", "[data-print]", () => window.print());
  on("change", "[data-autosubmit]", (field) => field.form && field.form.requestSubmit());
  on("click", "[data-copy]", (button) => {
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy);
  });

  /* A menu closes when the reader goes elsewhere or presses Escape. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* data-confirm="id": ask in that dialog, then do what the button would have done. */
  on("click", "[data-confirm]", (button, event) => {
    const dialog = document.getElementById(button.dataset.confirm);
    if (!dialog || !dialog.showModal || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return button.focus();
      button.dataset.confirmed = "1";
      button.click();
      delete button.dataset.confirmed;
    }, { once: true });
  });

  /* A form is sent once: a second press within its sending does nothing. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && button.dataset.busy) {
      const words = button.querySelector("span") || button;
      button.dataset.words = words.textContent;
      words.textContent = button.dataset.busy;
      button.setAttribute("aria-busy", "true");
    }
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("[data-words]").forEach((button) => {
      (button.querySelector("span") || button).textContent = button.dataset.words;
      button.removeAttribute("aria-busy");
    });
  });

  /* <form data-keep="name">: what was typed survives a reload or a lost line, in this tab only. */
  const keepers = () => document.querySelectorAll("form[data-keep]");
  const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "hidden"].includes(field.type);
  const restore = () => keepers().forEach((form) => {
    let saved = {};
    try { saved = JSON.parse(sessionStorage.getItem(`keep:${form.dataset.keep}`) || "{}"); } catch { return; }
    [...form.elements].filter(kept).forEach((field) => {
      const value = saved[field.name];
      if (value === undefined) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (!field.value && value.length) field.value = value[0];
    });
  });
  on("input", "form[data-keep]", (form) => {
    const values = {};
    [...form.elements].filter(kept).forEach((field) => {
      values[field.name] = values[field.name] || [];
      if ((field.type !== "checkbox" && field.type !== "radio") || field.checked) values[field.name].push(field.value);
    });
    try { sessionStorage.setItem(`keep:${form.dataset.keep}`, JSON.stringify(values)); } catch { /* full or forbidden */ }
  });
  const forgetDone = () => document.querySelectorAll("[data-keep-done]").forEach((mark) =>
    sessionStorage.removeItem(`keep:${mark.dataset.keepDone}`));

  /* Files: name and size at once, the limit before sending, progress while sending. */
  const language = document.documentElement.lang || "vi";
  const size = (bytes) => {
    const small = bytes < 1e5;
    const number = small ? Math.max(1, Math.round(bytes / 1e3)) : bytes / 1e6;
    return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(number) + (small ? " kB" : " MB");
  };
  on("change", "[data-upload] input[type=file]", (input) => {
    const box = input.closest("[data-upload]");
    const state = box.querySelector("[data-upload-state]");
    const files = [...input.files];
    const large = files.find((file) => file.size > Number(box.dataset.limit));
    state.classList.toggle("wrong", Boolean(large));
    state.textContent = large
      ? box.dataset.tooLarge.replace("{size}", size(large.size))
      : files.map((file) => `${file.name} (${size(file.size)})`).join(", ");
    input.setCustomValidity("");
    if (large) { input.setCustomValidity(state.textContent); input.setAttribute("aria-invalid", "true"); }
    else input.removeAttribute("aria-invalid");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const box = form.querySelector("[data-upload]");
    if (!box || event.defaultPrevented || ![...form.querySelectorAll("[data-upload] input")].some((i) => i.files.length)) return;
    event.preventDefault();
    const bar = box.querySelector("progress");
    const state = box.querySelector("[data-upload-state]");
    const request = new XMLHttpRequest();
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    bar.hidden = false;
    request.upload.onprogress = (progress) => {
      bar.value = Math.round((progress.loaded / progress.total) * 100);
      state.textContent = box.dataset.sending.replace("{percent}", bar.value);
    };
    request.onload = () => {
      const next = request.getResponseHeader("X-Location"); // a redirect: see ui/uploads.py
      if (next) {
        const here = location.href.split("#")[0];
        const there = new URL(next, location.href).href;
        // Another part of the page that one is on: with its fragment it would be a scroll, not a load.
        location.assign(there.split("#")[0] === here ? here : there);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = answer.querySelector("main");
      if (!main) { location.assign(request.responseURL); return; }
      document.querySelector("main").replaceWith(main);
      focusErrors();
    };
    request.onerror = () => { delete form.dataset.sent; bar.hidden = true; HTMLFormElement.prototype.submit.call(form); };
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("X-Upload", "1");
    request.send(data);
  });

  restore();
  forgetDone();
  focusErrors(); // before the first field, or a reader would be told both
  focusFirst();
  document.addEventListener("htmx:afterSwap", focusErrors);
})();
