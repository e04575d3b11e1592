/* The hand scanner reads a card wherever the cursor stands, with a line and without: it types, and what it types goes into the field of the
   card. A card begins with twelve digits and a bar; at the bar what the digits did where they were typed is undone,
   and all that follows is written into the field. Nobody else types like that. */
"use strict";
(() => {
  const HEAD = 12;
  const PAUSE = 1000; // milliseconds: a slow scanner is faster, and so are few people
  let typed = []; // the last digits, each with what there was before it
  let last = 0;
  const form = () => [...document.querySelectorAll("#intake-form, [data-form]")].find((one) => one.getClientRects().length);
  const fields = (place) => [...place.querySelectorAll("input:not([type=file]), select, textarea")];

  /* What a digit may change: the field in which it is written, or the numbers of the paper on which it acts. */
  const remember = (place) => {
    const paper = place.closest("[data-paper]");
    return (paper ? fields(paper) : [place].filter((one) => "value" in one))
      .map((one) => ({ one, value: one.value, checked: one.checked }));
  };
  const undo = (before) => before.forEach(({ one, value, checked }) => {
    if (one.value !== value) {
      one.value = value;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
    one.checked = checked;
  });
  const cardOf = (place) => {
    const person = place.closest("[data-person]") || form().querySelector("[data-person=applicant]");
    return person && person.querySelector("[name$='-card']");
  };

  document.addEventListener("keydown", (event) => {
    const place = event.target;
    if (event.isComposing || ["Shift", "AltGraph"].includes(event.key)) return;
    if (event.key !== "|" && (event.ctrlKey || event.metaKey || event.altKey)) return; // the bar may need AltGr
    if (!form() || document.querySelector("dialog[open]")) return;
    if (place.name && place.name.endsWith("-card")) return; // it is written there anyway
    const pause = event.timeStamp - last;
    last = event.timeStamp;
    if (/^\d$/.test(event.key)) {
      typed = [...(pause > PAUSE ? [] : typed), { key: event.key, before: remember(place) }].slice(-HEAD);
      return;
    }
    const card = event.key === "|" && typed.length === HEAD ? cardOf(place) : null;
    if (card) {
      const head = typed.map((one) => one.key).join("");
      undo(typed[0].before);
      const folded = card.closest("details");
      if (folded) folded.open = true;
      card.value = head;
      card.focus(); // the bar is written here already, and Enter reads the card
      card.setSelectionRange(HEAD, HEAD);
      card.dispatchEvent(new Event("change", { bubbles: true })); // what is missing is counted anew
      event.stopImmediatePropagation();
    }
    typed = [];
  }, true);
})();
