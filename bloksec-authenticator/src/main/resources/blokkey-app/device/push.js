// Pushes: a subscription of this browser, known to the server. It is a hint to look, and carries nothing.

import { config } from './api.js';
import { decode, encode } from './bytes.js';
import * as phone from './phone.js';

export const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

/** 'granted', 'denied' (only the browser's settings can change that), 'default' (not asked yet) or 'unsupported'. */
export const permission = () => (isSupported() ? Notification.permission : 'unsupported');

/** Call from a tap: browsers ask the person only then. @returns whether pushes come now */
export async function enable() {
  if ((await Notification.requestPermission()) !== 'granted') {
    return false;
  }
  await subscribe();
  return true;
}

/** Where it is allowed already: pushes go stale, so each start sees to it. */
export async function refresh(known) {
  if (permission() === 'granted' && known.push === 'none') {
    await subscribe();
  }
}

async function subscribe() {
  const { vapidPublicKey } = await config();
  if (!vapidPublicKey) {
    return;
  }
  const registration = await navigator.serviceWorker.ready;
  const existing = await registration.pushManager.getSubscription();
  if (existing && encode(existing.options.applicationServerKey ?? new Uint8Array()) !== vapidPublicKey) {
    await existing.unsubscribe();
  }
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: decode(vapidPublicKey),
  });
  const { endpoint, keys } = subscription.toJSON();
  await phone.setPush({ kind: 'webpush', endpoint, p256dh: keys.p256dh, auth: keys.auth });
}
