/* The card's QR code from the live camera. Nothing leaves the computer but the code's text, which
   goes into the card field as if a hand scanner had typed it. */
"use strict";
(() => {
  const find = (selector, inside = document) => inside.querySelector(selector);
  const dialog = () => document.getElementById("card-camera");
  const CARD = /^\d{12}\|/; // a citizen card
  const SLIP = /\/t\/[A-Z0-9.-]+\/[a-z2-7]{26}\/?$/; // our own slip: leads to its dossier
  const AGAIN = 120; // milliseconds between two looks
  let run = null;

  const show = () => document.querySelectorAll("[data-card-camera]").forEach((one) => { one.hidden = !window.Worker; });
  const say = (what) => {
    const state = find("[data-camera-state]", dialog());
    const words = find(`[data-says="${what}"]`, dialog()).textContent;
    if (state.textContent !== words) state.textContent = words;
  };
  const stop = () => {
    if (!run) return;
    run.over = true;
    if (run.stream) run.stream.getTracks().forEach((track) => track.stop());
    if (run.worker) run.worker.terminate();
    run = null;
  };
  const fail = (what) => { stop(); find("video", dialog()).hidden = true; say(what); };
  const reason = (error) => ({ NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy" })[error.name] || "broken";

  const taken = (mine, text) => {
    const person = mine.person;
    stop();
    dialog().close();
    const field = find(`[name="${person}-card"]`);
    field.value = text;
    find("[data-read-card]", field.closest("[data-person]")).click();
  };
  const look = (mine, video, canvas) => {
    if (mine.over) return;
    if (!video.videoWidth) { setTimeout(look, AGAIN, mine, video, canvas); return; }
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    mine.worker.postMessage({ image }, [image.data.buffer]);
  };
  const begin = async (person) => {
    stop();
    const box = dialog();
    const mine = { person, over: false };
    run = mine;
    find("video", box).hidden = false;
    if (!box.open) box.showModal();
    say("starting");
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) { fail("broken"); return; }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (mine.over) { stream.getTracks().forEach((track) => track.stop()); return; }
      mine.stream = stream;
    } catch (error) {
      if (!mine.over) fail(reason(error));
      return;
    }
    const video = find("video", box);
    const canvas = document.createElement("canvas");
    video.srcObject = mine.stream;
    video.play().catch(() => {});
    mine.worker = new Worker(box.dataset.worker);
    mine.worker.onerror = () => fail("broken");
    mine.worker.onmessage = ({ data }) => {
      if (mine.over) return;
      if (data.broken) { fail("broken"); return; }
      if (data.ready) say("looking");
      const texts = data.texts || [];
      const good = texts.find((text) => CARD.test(text)) || texts.find((text) => SLIP.test(text));
      if (good) { taken(mine, good); return; }
      if (texts.length) say("other");
      setTimeout(look, AGAIN, mine, video, canvas);
    };
    mine.worker.postMessage({ reader: new URL(box.dataset.reader, location.href).href, wasm: new URL(box.dataset.wasm, location.href).href });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-card-camera]");
    if (button) begin(button.dataset.cardCamera);
    else if (event.target.closest("#card-camera .actions button")) dialog().close();
  });
  document.addEventListener("close", (event) => { if (event.target.id === "card-camera") stop(); }, true);
  document.addEventListener("htmx:afterSettle", show);
  window.addEventListener("pagehide", stop);
  show();
})();
