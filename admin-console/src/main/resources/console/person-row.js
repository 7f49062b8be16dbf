// A row of the list: somebody, and the badges that have not ended.

import { make } from './elements.js';
import { text, minute } from './texts.js';
import { alarmOf, kindOf, stateIn, stateOf, until, who } from './badge-words.js';

export function personRow(person, selected, { select, open }) {
  const id = `person-${person.id}`;
  const tick = make('input', { type: 'checkbox', 'aria-labelledby': id, checked: selected, onchange: () => select(tick.checked) });
  return make('tr', {},
    make('td', {}, make('label', { class: 'tick' }, tick)),
    make('td', { 'data-label': text('person') },
      make('button', { type: 'button', class: 'link', id, onclick: open }, ...who(person)),
      person.enabled === false ? make('div', { class: 'soft' }, text('badge.disabled')) : null),
    make('td', { 'data-label': text('badge.badges') }, person.badges.length === 0 ? stateOf('none')
      : make('ul', { class: 'badges' }, person.badges.map(line))));
}

const line = (badge) => make('li', {},
  make('span', {}, stateOf(stateIn(badge)), badge.alarm ? ' ' : '', alarmOf(badge) ?? ''),
  make('span', {}, make('code', {}, badge.serial), ' ', make('span', { class: 'soft' }, kindOf(badge.kind))),
  make('span', {}, text('badge.untilShort', until(badge))),
  make('span', { class: 'soft' }, badge.lastUsed ? text('badge.usedShort', minute(badge.lastUsed)) : text('badge.never')));
