// Makes elements. Whatever others have written comes in as text, never as markup, and keeps its direction to itself.

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  phone: 'M8 2h8a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm2.5 17h3',
  scan: 'M4 8V5a1 1 0 0 1 1-1h3m8 0h3a1 1 0 0 1 1 1v3m0 8v3a1 1 0 0 1-1 1h-3m-8 0H5a1 1 0 0 1-1-1v-3m4-7h2v2H8zm6 0h2v2h-2zm-6 5h2v2H8zm6 0h2v2h-2z',
  bell: 'M6 10a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7zm4 10h4',
  check: 'M4 12.5l5 5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  alert: 'M12 3l10 18H2zm0 7v5m0 3v.01',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3.5 2',
  screen: 'M3 5h18v11H3zm6 15h6m-3-4v4',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm-2.5 6.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7m0 3v.01',
  forward: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  share: 'M12 15V3m-4 4l4-4 4 4M6 11H5v10h14V11h-1',
  finger: 'M7 20c1-2 1.5-4 1.5-7a3.5 3.5 0 0 1 7 0c0 3-.3 5-1 7m-3-7c0 3-.4 5.500-1.500 7.500M5 17c.4-1.300.5-2.500.5-4a6.500 6.500 0 0 1 13 0c0 1.600-.1 3-.4 4.500',
};

/**
 * @param attributes 'on…' are listeners; true is an attribute without a value, false and undefined are none
 * @param children elements, or text
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text of others. */
export const foreign = (value) => make('bdi', {}, value ?? '');

/** A picture that says nothing by itself. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon ${name}`);
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** @param kind '' or 'main', 'good', 'bad', 'quiet' */
export const button = (kind, label, onclick, more = {}) => make('button', { type: 'button', class: kind, onclick, ...more }, label);

/** Pairs of name and value; what has no value is left out. */
export const facts = (pairs) =>
  make('dl', { class: 'facts' }, pairs.filter(([, value]) => value).map(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));

/** A line of a menu. */
export const row = (picture, label, target) =>
  make('li', {}, make('a', { href: `#${target}`, class: 'row' }, icon(picture), make('span', {}, label), icon('forward')));

/** A large sign above what has happened. @param kind 'good', 'bad' or 'soft' */
export const sign = (kind, picture) => make('div', { class: `sign ${kind}` }, icon(picture));
