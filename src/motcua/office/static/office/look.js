/* Documents side by side: pages and sizes by keys, another document as soon as it is chosen. */
"use strict";
(() => {
  document.querySelectorAll("[data-look] [data-side]").forEach((side) => {
    const choose = side.querySelector("[data-choose]");
    if (choose) {
      side.querySelector("form .button").hidden = true;
      choose.addEventListener("change", () => choose.form.requestSubmit());
    }
    const picture = side.querySelector("[data-picture]");
    const tools = side.querySelector("[data-tools]");
    if (!picture || !tools) return;
    tools.hidden = false;
    const paper = side.querySelector("[data-paper]");
    const place = side.querySelector("[data-place]");
    const pages = Number(picture.dataset.pages);
    const name = picture.alt.slice(0, picture.alt.lastIndexOf(" "));
    let page = Number(place.textContent);
    const tell = () => {
      place.textContent = String(page);
      tools.querySelectorAll("[data-step]").forEach((button) => {
        const next = page + Number(button.dataset.step);
        button.disabled = next < 1 || next > pages;
      });
      tools.querySelectorAll("[data-zoom]").forEach((button) => {
        const next = Number(paper.dataset.size) + Number(button.dataset.zoom);
        button.disabled = next < 1 || next > 4;
      });
    };
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.disabled) return;
      if (button.dataset.step) {
        page += Number(button.dataset.step);
        picture.src = picture.src.replace(/\/\d+\/$/, `/${page}/`);
        picture.alt = `${name} ${page}`;
        paper.scrollTop = 0;
      } else {
        paper.dataset.size = String(Number(paper.dataset.size) + Number(button.dataset.zoom));
      }
      tell();
    });
    picture.addEventListener("error", () => {
      const told = document.createElement("p");
      told.className = "muted";
      told.textContent = picture.dataset.failed;
      picture.replaceWith(told);
      tools.hidden = true;
    });
    tell();
  });
})();
