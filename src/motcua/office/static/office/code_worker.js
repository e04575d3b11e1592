/* Reads QR codes from pictures of the camera, away from the page. A worker of its own: WebAssembly
   runs here without the page's policy having to allow it. */
"use strict";
const exact = new TextDecoder("utf-8", { fatal: true });
const textOf = (found) => {
  try { return exact.decode(found.bytes); } catch { return found.text; }
};
self.onmessage = async ({ data }) => {
  try {
    if (data.reader) {
      self.importScripts(data.reader);
      await self.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => data.wasm }, fireImmediately: true });
      self.postMessage({ ready: true });
      return;
    }
    const found = await self.ZXingWASM.readBarcodes(data.image, { formats: ["QRCode"], maxNumberOfSymbols: 4 });
    self.postMessage({ texts: found.filter((one) => one.isValid).map(textOf) });
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};
