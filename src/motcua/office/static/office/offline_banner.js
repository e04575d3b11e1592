/* The ordinary intake page when the line breaks: says so, keeps the form from being lost, and hands
   what was typed to the off-line page: from tab to tab, in memory, never through a store. On a
   computer that is not prepared it promises nothing but that the page stays as it is. */
"use strict";
(() => {
  const find = (selector) => document.querySelector(selector); // parts of the page are exchanged
  let down = false;
  let prepared = false; // as of the last look
  const show = async (gone) => {
    down = gone;
    if (gone) prepared = await window.motcuaReady.ready();
    if (!find("[data-no-line]")) return;
    find("[data-no-line-ready]").hidden = !down || !prepared;
    find("[data-no-line-unready]").hidden = !down || prepared;
    const go = find("[data-go-offline]");
    if (down && prepared) go.accessKey = "o"; // a key works on what is hidden too
    else go.removeAttribute("accesskey");
    await window.motcuaReady.show();
  };
  const look = async () => {
    try {
      const answer = await fetch(find("[data-no-line]").dataset.now, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
      await show(answer.type !== "opaqueredirect" && answer.status >= 500);
    } catch { await show(true); }
  };
  window.addEventListener("offline", () => show(true));
  window.addEventListener("online", look);
  document.addEventListener("htmx:sendError", look);
  document.addEventListener("htmx:afterSettle", () => show(down));
  setInterval(() => { if (down) look(); }, 10000);

  /* A plain sending would end on the browser's own error page, and the form would be gone. */
  document.addEventListener("submit", (event) => {
    if (!down || event.target.id !== "intake-form") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    find(prepared ? "[data-go-offline]" : "[data-line-again]").focus();
  }, true);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-line-again]")) look(); });

  const typed = () => {
    const form = document.getElementById("intake-form");
    if (!form) return null;
    const values = {};
    [...form.elements].forEach((field) => {
      if (!field.name || ["submit", "file", "button"].includes(field.type) || field.value === "") return;
      if (["checkbox", "radio"].includes(field.type) && !field.checked) return;
      if (!/^(applicant|owner|authorised|c\d+)-|^(case|channel|return_method|sets|fee_\w+|subject|note)$/.test(field.name) || field.name.endsWith("-file")) return;
      (values[field.name] = values[field.name] || []).push(field.value);
    });
    return { form: values, form_key: form.elements.key ? form.elements.key.value : "", unit: Number(form.elements.unit.value), procedure: form.elements.procedure.value };
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go-offline]");
    if (!link) return;
    const given = typed();
    if (!given || !window.BroadcastChannel) return;
    const token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const channel = new BroadcastChannel("motcua-intake");
    channel.onmessage = (event) => { if (event.data.from === token) channel.postMessage({ to: token, ...given }); };
    link.href = `${find("[data-no-line]").dataset.offline}#from=${token}`;
  });
})();
