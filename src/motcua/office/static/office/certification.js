/* Ctrl+Enter takes the batch in, from any field. Enter is the form's own first button: next row. */
"use strict";
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("certified-form");
  if (!form || event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-accept]"));
});
