/* What waits on this device: reports sealed with the account's public key, and whose key that is.
   Used by the pages and by the service worker. Nothing in here can be read without the private
   half of the key, which the server hands to a signed-in session of the same account alone. */
const vault = (() => {
  "use strict";
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const NOT_KEPT = ["csrfmiddlewaretoken", "owner"];
  const PAD = 1024; // so that the size of what is sealed tells little
  const bytes = (text) => new TextEncoder().encode(text);

  function database() {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("luwte", 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("account", { keyPath: "slot" });
        opening.result.createObjectStore("unsent", { keyPath: "id" });
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }
  async function ask(store, mode, act) {
    const db = await database();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction(store, mode);
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  }

  /* One key per report, from a throw-away pair and the account's pair. */
  async function contentKey(own, other, id, use) {
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(`unsent ${id}`) };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [use]);
  }
  const halves = (jwk, uses) => crypto.subtle.importKey("jwk", jwk, CURVE, uses.length === 0, uses);

  async function seal(text, id, publicKey) {
    const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
    const key = await contentKey(pair.privateKey, await halves(publicKey, []), id, "encrypt");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const padded = bytes(text.padEnd(Math.ceil(text.length / PAD) * PAD));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded);
    return { iv, sealed, from: await crypto.subtle.exportKey("jwk", pair.publicKey) };
  }

  const who = () => ask("account", "readonly", (store) => store.get("now"));
  const all = () => ask("unsent", "readonly", (store) => store.getAll());
  return {
    who,
    all,
    /* Remember whose public key seals from now on, and what else the shell was made for. */
    know: (facts) => ask("account", "readwrite", (store) => store.put({ slot: "now", ...facts })),
    forget: () => ask("account", "readwrite", (store) => store.clear()),
    drop: (id) => ask("unsent", "readwrite", (store) => store.delete(id)),
    /* Seal a form for the account of this device; the key of the form, or null without an account. */
    async keep(form) {
      const account = await who();
      if (!account) return null;
      const id = form.get("key") || crypto.randomUUID();
      const fields = [...form].filter(([name, value]) => !NOT_KEPT.includes(name) && typeof value === "string");
      const text = JSON.stringify({ fields, wrote: Date.now() });
      const record = { id, account: account.account, ...(await seal(text, id, account.key)) };
      await ask("unsent", "readwrite", (store) => store.put(record));
      return id;
    },
    async open({ id, iv, sealed, from }, privateKey) {
      const own = await halves(privateKey, ["deriveBits"]);
      const key = await contentKey(own, await halves(from, []), id, "decrypt");
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
      return JSON.parse(new TextDecoder().decode(text));
    },
  };
})();
