// The service worker: keeps the app's files, so that it starts without a connection, and tells of requests. It can list and deny;
// approving takes a person at a screen. The server puts VERSION and FILES in front of this file.

import * as phone from './device/phone.js';
import { load, text } from './ui/texts.js';

const SHELL = `blokkey-${VERSION}`;

addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => skipWaiting()),
  );
});

addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('blokkey-') && name !== SHELL).map((name) => forgetOld(name))))
      .then(() => clients.claim()),
  );
});

/** Several realms share an origin, and with it the list of caches: each removes its own alone. */
async function forgetOld(name) {
  const cache = await caches.open(name);
  if (await cache.match(new URL('./', location.href))) {
    await caches.delete(name);
  }
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const path = url.pathname.slice(new URL('./', location.href).pathname.length);
  const isOurs = request.method === 'GET' && url.origin === location.origin && url.href.startsWith(new URL('./', location.href).href);
  if (isOurs && (request.mode === 'navigate' || FILES.includes(`./${path}`))) {
    event.respondWith(
      caches
        .open(SHELL)
        .then((cache) => cache.match(request.mode === 'navigate' ? './' : url.origin + url.pathname))
        .then((kept) => kept ?? fetch(request)),
    );
  }
});

addEventListener('push', (event) => event.waitUntil(tell()));

/** Each push must show something, or browsers stop delivering them. */
async function tell() {
  await load();
  const open = await clients.matchAll({ type: 'window' });
  open.forEach((client) => client.postMessage({}));
  let waiting;
  try {
    waiting = (await phone.device())?.confirmed ? (await phone.list()).requests : [];
  } catch (problem) {
    // Whoever removed this phone has it told by a push that looks like any other.
    const isRemoved = ['device-removed', 'device-unknown'].includes(problem?.code);
    await registration.showNotification(text(isRemoved ? 'push.removed' : 'push.unread'), options('unread'));
    return;
  }
  if (waiting.length === 0) {
    await registration.showNotification(text('push.nothing'), options('nothing'));
    return;
  }
  for (const request of waiting) {
    await registration.showNotification(text(request.type === 'add-device' ? 'push.add-device' : 'push.title', request.clientName), {
      ...options(request.request),
      body: [text('request.from', request.browser, request.system), request.place ?? request.address].filter(Boolean).join(' · '),
      data: { request: request.request },
      requireInteraction: true,
      timestamp: request.created,
      actions: [{ action: 'deny', title: text('deny') }],
    });
  }
}

const options = (tag) => ({ tag, icon: 'icon-192.png', badge: 'icon-192.png', renotify: true });

addEventListener('notificationclick', (event) => {
  event.notification.close();
  const request = event.notification.data?.request;
  event.waitUntil(event.action === 'deny' && request ? deny(request) : openApp(request));
});

async function deny(id) {
  await load();
  try {
    await phone.refuse('deny', await phone.read(id));
    await registration.showNotification(text('push.denied'), options(id));
  } catch {
    await registration.showNotification(text('push.deny-failed'), { ...options(id), data: { request: id } });
  }
}

async function openApp(id) {
  const [open] = await clients.matchAll({ type: 'window' });
  if (open) {
    open.postMessage(id ? { open: id } : {});
    await open.focus();
  } else {
    await clients.openWindow(id ? `./#r=${id}` : './');
  }
}
