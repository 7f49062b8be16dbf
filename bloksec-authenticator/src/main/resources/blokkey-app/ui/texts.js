// The app's texts in the person's language: the browser's, or the one chosen on the page "This phone". The service worker uses it too.

import * as store from '../device/store.js';

export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', nl: 'Nederlands' };

let texts = {};
export let language = 'en';
/** With the region that the browser names, for dates. */
let locale = 'en';

export async function load() {
  const chosen = await store.get('language');
  language = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2))].find((tag) => tag in LANGUAGES) ?? 'en';
  locale = navigator.languages.find((tag) => tag.slice(0, 2) === language) ?? language;
  texts = await (await fetch(new URL(`../messages/${language}.json`, import.meta.url))).json();
}

export const choose = (tag) => store.put('language', tag);

/** @param values for {0}, {1} … */
export const text = (key, ...values) => (texts[key] ?? key).replaceAll(/\{(\d)\}/g, (all, i) => values[i] ?? '');

export const has = (key) => key in texts;

export const time = (millis) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(millis);

/** E.g. "12 seconds ago". */
export function ago(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return seconds < 90 ? format.format(-seconds, 'second') : format.format(-Math.round(seconds / 60), 'minute');
}
