// The page's texts in the administrator's language; another one is chosen in the corner and remembered.

export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', nl: 'Nederlands' };
const CHOICE = 'console.language';

let texts = {};
export let language = 'en';

function wanted() {
  const chosen = localStorage.getItem(CHOICE);
  return [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2))].find((tag) => tag in LANGUAGES) ?? 'en';
}

export async function load() {
  language = wanted();
  texts = await (await fetch(`messages/${language}.json`)).json();
  document.documentElement.lang = language;
}

export function choose(tag) {
  localStorage.setItem(CHOICE, tag);
  location.reload();
}

/** @param values for {0}, {1} … */
export const text = (key, ...values) => (texts[key] ?? key).replaceAll(/\{(\d)\}/g, (all, i) => values[i] ?? '');

/** The same about a number, which is {0}; where the language says one thing otherwise than many, there is a second text. */
export const count = (key, value, ...more) =>
  text(plural().select(value) === 'one' && `${key}.one` in texts ? `${key}.one` : key, number(value), ...more);
const plural = () => new Intl.PluralRules(language);

/** The name of what others may add to: as it is where there is no text for it. */
export const name = (group, key) => texts[`${group}.${key}`] ?? key;

export const time = (millis) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(millis);
export const minute = (seconds) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(seconds * 1000);
export const date = (seconds) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(seconds * 1000);
export const number = (value) => new Intl.NumberFormat(language).format(value);
export const day = (iso) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));
export function country(code) {
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code);
  } catch {
    return code;
  }
}
