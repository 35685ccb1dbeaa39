/* The service worker's part of waking a phone: say that something waits, open the page. */
(() => {
  "use strict";
  addEventListener("push", (event) => {
    const told = event.data ? event.data.json() : {};
    const facts = { tag: told.tag || "now", renotify: true, requireInteraction: told.tag !== "task", icon: "/static/icons/icon-192.png", data: { path: told.path || "/" } };
    event.waitUntil(registration.showNotification(told.text || "Luwte", facts));
  });
  addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data.path));
  });
  async function open(path) {
    const address = new URL(path, location.origin).href;
    for (const page of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
      if ("focus" in page) {
        await page.focus();
        return page.navigate ? page.navigate(address) : undefined;
      }
    }
    return clients.openWindow(address);
  }
})();
