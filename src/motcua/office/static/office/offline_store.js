/* The encrypted store of the off-line page. What is written about people lies here as AES-256-GCM
   only; the key is derived from a secret of the server's and lives in memory, or wrapped by the
   off-line password. See docs/adr (intake without a line). */
"use strict";
(() => {
  const NAME = "motcua-offline";
  const ROUNDS = 600000; // PBKDF2-HMAC-SHA-256, OWASP's figure of 2023
  const text = new TextEncoder();
  const plain = new TextDecoder();
  let opened = null;

  const base = () => opened || (opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore("device", { keyPath: "id" });
      made.createObjectStore("books", { keyPath: "key" });
      made.createObjectStore("packs", { keyPath: "unit" });
      made.createObjectStore("slips", { keyPath: "key" }).createIndex("book", "book");
      made.createObjectStore("drafts", { keyPath: "book" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  }));

  /* One transaction: `act` gets the stores and must not wait for anything else. */
  const within = async (names, mode, act) => {
    const store = await base();
    return new Promise((resolve, reject) => {
      const work = store.transaction(names, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
      let answer;
      work.oncomplete = () => resolve(answer);
      work.onabort = work.onerror = () => reject(work.error || new Error("store"));
      act((name) => work.objectStore(name), (value) => { answer = value; }, work);
    });
  };
  const all = (name) => within([name], "readonly", (store, give) => {
    const asked = store(name).getAll();
    asked.onsuccess = () => give(asked.result);
  });
  const get = (name, key) => within([name], "readonly", (store, give) => {
    const asked = store(name).get(key);
    asked.onsuccess = () => give(asked.result);
  });
  const put = (name, value) => within([name], "readwrite", (store) => { store(name).put(value); });
  const drop = (name, key) => within([name], "readwrite", (store) => { store(name).delete(key); });

  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  /* Which browser this is: by chance, so that a block of numbers belongs to it alone. */
  const device = async () => {
    const known = await get("device", "this");
    if (known) return known.name;
    const name = hex(random(16));
    await put("device", { id: "this", name });
    return name;
  };

  const keyOf = async (secret, book) => {
    const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: text.encode(book), info: text.encode("motcua interim store 1") },
      material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const wrapKey = async (password, salt, rounds) => {
    const material = await crypto.subtle.importKey("raw", text.encode(password.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
      material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };

  /* Keep a new block; its secret only wrapped by the password. Returns the key for memory. */
  const bookKeep = async (given, password) => {
    const { secret, ...book } = given;
    const raw = bytesOf(secret);
    const salt = random(16);
    const iv = random(12);
    const wrap = await wrapKey(password, salt, ROUNDS);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(book.key) }, wrap, raw);
    const key = await keyOf(raw, book.key);
    raw.fill(0);
    await put("books", { ...book, next: 1, wrapped: { salt, iv, box, rounds: ROUNDS } });
    return key;
  };
  /* Throws when the password is not the one. */
  const bookOpen = async (book, password) => {
    const { salt, iv, box, rounds } = book.wrapped;
    const wrap = await wrapKey(password, salt, rounds);
    const raw = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.encode(book.key) }, wrap, box));
    const key = await keyOf(raw, book.key);
    raw.fill(0);
    return key;
  };
  const bookOpenSecret = (book, secret) => keyOf(bytesOf(secret), book.key);

  const seal = async (key, owner, value) => {
    const iv = random(12);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(owner) }, key, text.encode(JSON.stringify(value)));
    return { iv, box };
  };
  const unseal = async (key, owner, kept) => {
    const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv, additionalData: text.encode(owner) }, key, kept.box);
    return JSON.parse(plain.decode(raw));
  };

  /* A new slip takes the next number in the same transaction that keeps it: no number is given
     twice, whatever tab asks, and none is lost when the browser dies in between. */
  const slipNew = async (book, key, content) => {
    const id = crypto.randomUUID().replaceAll("-", "");
    const kept = await seal(key, `${book.key}|${id}`, content);
    return within(["books", "slips", "drafts"], "readwrite", (store, give, work) => {
      const asked = store("books").get(book.key);
      asked.onsuccess = () => {
        const now = asked.result;
        if (!now || now.next > now.numbers) { work.abort(); return; }
        const slip = { key: id, book: book.key, seq: now.next, state: "waits", ...kept };
        store("slips").put(slip);
        store("books").put({ ...now, next: now.next + 1 });
        store("drafts").delete(book.key);
        give(slip);
      };
    });
  };
  /* Change a slip that still waits; one that has come in meanwhile stays as it is (false). */
  const slipChange = async (slip, key, content, state = "waits") => {
    const kept = await seal(key, `${slip.book}|${slip.key}`, content);
    return within(["slips"], "readwrite", (store, give) => {
      const asked = store("slips").get(slip.key);
      asked.onsuccess = () => {
        const now = asked.result;
        const away = now && now.sending && Date.now() - now.sending < 60000;
        if (!now || away || !["waits", "cancelled"].includes(now.state)) { give(false); return; }
        store("slips").put({ ...now, ...kept, state, refused: "" });
        give(true);
      };
    });
  };
  const slipRead = (slip, key) => unseal(key, `${slip.book}|${slip.key}`, slip);
  const same = (one, other) => Boolean(one && other) && one.length === other.length && one.every((byte, index) => byte === other[index]);
  /* It has come in: what was written about people goes, the number and its dossier stay. What was
     changed here while `sent` was on its way (it was sealed anew) is late: kept until it was seen. */
  const slipCame = (sent, taken, answer) => within(["slips"], "readwrite", (store) => {
    const asked = store("slips").get(sent.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (!now || now.state === "came") return; // another tab was first
      const late = answer.late || !same(now.iv, sent.iv);
      store("slips").put({
        key: sent.key, book: sent.book, seq: sent.seq, state: "came", taken,
        outcome: answer.state, words: answer.words, doubts: answer.doubts, code: answer.code, url: answer.url, cash: answer.cash_open,
        ...(late ? { late: true, iv: now.iv, box: now.box } : {}),
      });
    };
  });
  const slipSeen = (slip) => put("slips", Object.fromEntries(Object.entries(slip).filter(([name]) => !["late", "iv", "box"].includes(name))));
  /* While a slip is on its way it cannot be changed; an answer that was lost frees it after a minute.
     Returns the row as it is now, which is what must be sent; null when it waits no more. */
  const slipSending = (slip, at) => within(["slips"], "readwrite", (store, give) => {
    const asked = store("slips").get(slip.key);
    give(null);
    asked.onsuccess = () => {
      const now = asked.result;
      if (!now || !["waits", "cancelled"].includes(now.state)) return;
      const row = { ...now, sending: at };
      store("slips").put(row);
      give(row);
    };
  });
  const slipRefused = (slip, message) => within(["slips"], "readwrite", (store) => {
    const asked = store("slips").get(slip.key);
    asked.onsuccess = () => { if (asked.result && asked.result.box) store("slips").put({ ...asked.result, sending: 0, refused: message }); };
  });

  const draftKeep = async (book, key, content) => put("drafts", { book: book.key, ...await seal(key, `draft|${book.key}`, content) });
  const draftRead = async (book, key) => {
    const kept = await get("drafts", book.key);
    try { return kept ? await unseal(key, `draft|${book.key}`, kept) : null; } catch { return null; }
  };

  window.motcuaStore = {
    all, get, put, drop, device, bookKeep, bookOpen, bookOpenSecret,
    slipNew, slipChange, slipRead, slipCame, slipSeen, slipSending, slipRefused, draftKeep, draftRead,
  };
})();
