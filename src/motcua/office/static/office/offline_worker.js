/* Keeps the shell of the off-line page, nothing else of the office. KEPT stands before this text:
   the page, its files, the mark of the edition. No answer with anybody's data is ever stored. */
"use strict";
const NAME = `motcua-offline-${KEPT.edition}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    const page = await fetch(KEPT.page, { cache: "reload", credentials: "same-origin" });
    if (!page.ok || page.redirected) throw new Error("not signed in");
    await cache.put(KEPT.page, page);
    await cache.addAll(KEPT.files.map((file) => new Request(file, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("motcua-offline-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

const kept = async (address) => (await caches.open(NAME)).match(address);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && address.pathname === KEPT.page;
  if (!page && !KEPT.files.includes(address.pathname)) return;
  event.respondWith((async () => {
    const found = await kept(page ? KEPT.page : address.pathname);
    return found || fetch(request);
  })());
});
