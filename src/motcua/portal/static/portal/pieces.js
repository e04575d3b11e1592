/* Files of a paper go up piece by piece (tus 1.0): a broken line costs one piece, and after a
   reload the same file goes on where it stopped. Without scripts the form sends them whole. */
"use strict";
(() => {
  const form = document.querySelector("form[data-pieces]");
  if (!form || !window.fetch || !Blob.prototype.slice) return;
  const words = form.dataset;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const PIECE = 256 * 1024, LONGEST = 60000, KEPT = "pieces:";
  const list = form.querySelector("[data-pieces-list]");
  let waiting = 0, refused = 0, arrived = 0, offered = 0;

  const place = (file) => `${KEPT}${words.pieces}:${file.name}:${file.size}:${file.lastModified}`;
  const recall = (file) => { try { return localStorage.getItem(place(file)); } catch { return null; } };
  const keep = (file, url) => { try { localStorage.setItem(place(file), url); } catch { /* full or forbidden */ } };
  const forget = (file) => { try { localStorage.removeItem(place(file)); } catch { /* forbidden */ } };
  const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
  const text64 = (text) => base64(new TextEncoder().encode(text));

  class Told extends Error {}
  class Ended extends Told {}
  class Offered extends Told {} // the page offers what can be done about it
  const call = async (method, url, headers, body) => {
    const answer = await fetch(url, {
      method, body, redirect: "manual",
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Ended(words.ended);
    if ([413, 422].includes(answer.status)) {
      throw new (answer.headers.has("Upload-Offer") ? Offered : Told)(await answer.text());
    }
    return answer;
  };
  const offsetOf = (answer) => Number(answer.headers.get("Upload-Offset"));

  const begin = async (file) => {
    const known = recall(file);
    if (known) {
      const answer = await call("HEAD", known, {});
      if (answer.ok) return [known, offsetOf(answer)];
      if (answer.status < 500) forget(file); else throw new Error(String(answer.status));
    }
    const answer = await call("POST", words.pieces, {
      "Upload-Length": String(file.size),
      "Upload-Metadata": `filename ${text64(file.name)},filetype ${text64(file.type)}`,
    });
    if (answer.status === 409) throw new Told(await answer.text());
    if (answer.status !== 201) throw new Error(String(answer.status));
    const url = answer.headers.get("Location");
    keep(file, url);
    return [url, 0];
  };

  const sum = async (piece) => {
    if (!window.crypto || !crypto.subtle) return {};
    return { "Upload-Checksum": `sha256 ${base64(await crypto.subtle.digest("SHA-256", piece))}` };
  };

  /* Send everything that is not there; the last call, maybe an empty one, stores the file. */
  const send = async (file, line) => {
    let [url, offset] = await begin(file);
    for (let last = false; !last;) {
      line.at(offset / file.size);
      const piece = await file.slice(offset, offset + PIECE).arrayBuffer();
      const answer = await call("PATCH", url, {
        "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset), ...await sum(piece),
      }, piece);
      if (answer.status === 204) {
        line.retries = 0;
        last = offset + piece.byteLength >= file.size;
        offset = offsetOf(answer);
      } else if (answer.status === 409 && answer.headers.has("Upload-Offset")) offset = offsetOf(answer);
      else if (answer.status === 409) throw new Told(await answer.text());
      else if (answer.status === 404) { forget(file); throw new Error("gone"); }
      else throw new Error(String(answer.status));
    }
    line.at(1);
    forget(file);
  };

  const row = (file) => {
    const item = document.createElement("li"), name = document.createElement("span");
    const state = document.createElement("span"), bar = document.createElement("progress");
    item.className = "piece";
    name.textContent = file.name;
    state.className = "muted";
    bar.max = 1; bar.value = 0;
    bar.className = "upload-progress";
    bar.setAttribute("aria-label", file.name);
    item.append(name, state, bar);
    list.append(item);
    return {
      retries: 0,
      at(part) { bar.value = part; state.textContent = words.sending.replace("{percent}", Math.round(part * 100)); },
      tell(text, wrong) { state.textContent = text; state.className = wrong ? "wrong" : "muted"; bar.hidden = wrong; },
    };
  };

  const pause = (ms) => new Promise((go) => {
    const timer = setTimeout(go, ms);
    window.addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  const bring = async (file) => {
    const line = row(file);
    if (file.size > Number(words.limit)) { refused += 1; line.tell(words.tooLarge, true); return; }
    waiting += 1;
    for (;;) {
      try {
        await send(file, line);
        arrived += 1;
        line.tell(words.arrived);
        break;
      } catch (error) {
        if (error instanceof Told) { if (!(error instanceof Ended)) forget(file); refused += 1; offered += error instanceof Offered; line.tell(error.message, true); break; }
        line.tell(words.trying);
        await pause(Math.min(1000 * 2 ** line.retries, LONGEST));
        line.retries += 1;
      }
    }
    waiting -= 1;
  };

  /* Draw the page again; where words are typed beside the files they are kept first. */
  const show = () => {
    if (!("piecesKeep" in words)) { location.reload(); return; }
    const keep = Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: "keep" });
    form.append(keep);
    form.submit();
  };
  const take = async (files) => {
    for (const file of files) await bring(file);
    if (waiting) return;
    if (arrived + offered && refused === offered) show();
    else if (arrived + offered) form.querySelector("[data-pieces-look]").hidden = false;
  };
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    const files = [...event.target.files];
    event.target.value = "";
    event.stopPropagation();
    refused = offered = 0;
    take(files);
  }, true);
  form.querySelector("[data-pieces-look] a").addEventListener("click", (event) => { event.preventDefault(); show(); });
  window.addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });
  form.classList.add("pieces-on");
})();
