// What would become, or became, of each of many; and the failures as a file.

import { saveAs } from './api.js';
import { make, foreign } from './elements.js';
import { text, count, minute, name as named, number } from './texts.js';
import { kindOf, problemOf, who } from './badge-words.js';

const column = (key) => make('th', { scope: 'col' }, text(key));

/** @param results rows as the server answers them: row, given, person, order, badge, ends, ok, problem */
export function resultTable(caption, results) {
  return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    make('table', {},
      make('caption', { class: 'unseen' }, caption),
      make('thead', {}, make('tr', {}, ['result.row', 'person', 'result.what', 'result.becomes'].map(column))),
      make('tbody', {}, results.map((result, i) => row(result, i)))));
}

function row({ row: place, given, person, order, badge, ends = [], ok, problem }, i) {
  const cell = (key, ...content) => make('td', { 'data-label': text(key) }, ...content);
  const what = badge?.serial ? [make('code', {}, badge.serial), ' ', kindOf(badge.kind)] : order ? [ordered(order)] : ['–'];
  return make('tr', { class: ok ? '' : 'failed' },
    cell('result.row', number(place ?? i + 1)),
    cell('person', ...(person ? who(person) : [foreign(given ?? '–')])),
    cell('result.what', ...what),
    cell('result.becomes', ...(ok
      ? [make('span', { class: 'status good' }, make('span', { 'aria-hidden': 'true' }, '✓ '), text('result.ok')),
        ...(ends.length ? [' ', text('result.ends'), ' ', ends.map(({ serial }) => serial).join(', ')] : [])]
      : [make('span', { class: 'status bad' }, make('span', { 'aria-hidden': 'true' }, '✕ '), text('result.not')), ' ', ...problemOf(problem ?? {})])));
}

function ordered({ kind, hours, days, renew, notBefore, codeChannel }) {
  return [renew ? text('order.renewal') : kindOf(kind),
    hours ? text('order.forHours', number(hours)) : null,
    days ? text('order.forDays', number(days)) : null,
    notBefore ? text('order.from', minute(notBefore)) : null,
    codeChannel ? named('channel', codeChannel) : null].filter(Boolean).join(', ');
}

/** A spreadsheet takes what begins with these for something to be calculated (OWASP, CSV injection). */
const ACTIVE = /^[=+\-@\t\r]/;
const field = (value) => `"${String(value ?? '').replace(ACTIVE, (sign) => `'${sign}`).replaceAll('"', '""')}"`;

function saveFailures(failures) {
  const lines = failures.map(({ row: place, given, person, problem = {} }) =>
    [place, given ?? person?.username, named('problem', problem.code || 'unavailable'), problem.title].map(field).join(','));
  saveAs(new Blob([['row,person,problem,detail', ...lines, ''].join('\r\n')], { type: 'text/csv' }), 'not-done.csv');
}

/** How many were not begun, and those that could not be done, with the file. */
export const shortfall = (left, failures) => [
  ...(left === 0 ? [] : [make('p', { class: 'warning' }, count('bulk.left', left))]),
  ...(failures.length === 0 ? [] : [
    make('h3', {}, text('result.failed')),
    resultTable(text('result.failed'), failures),
    make('div', { class: 'actions' }, make('button', { type: 'button', onclick: () => saveFailures(failures) }, text('result.csv')))])];
