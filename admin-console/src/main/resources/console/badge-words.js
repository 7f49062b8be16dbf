// What badges are called, in words and by a sign: no colour says anything alone.

import { make, foreign } from './elements.js';
import { text, date, minute, name as named } from './texts.js';

const SIGNS = {
  decoy: '◇', none: '–', issued: '○', active: '✓', locked: '✕', reset_pending: '○', suspended: '‖', expired: '–', replaced: '–', revoked: '–',
};
const EXPLAINED = ['malformed', 'conflict', 'forbidden', 'unprintable', 'life'];
const ENDED = ['expired', 'replaced', 'revoked'];

export const STATES = ['none', 'waiting', 'active', 'locked', 'suspended', 'expiring', 'alarm'];
export const hasEnded = (badge) => ENDED.includes(badge.state);
/** A decoy waits for nobody's PIN. */
export const waits = (badge) => badge.kind !== 'decoy' && (badge.state === 'issued' || badge.state === 'reset_pending');
export const stateIn = (badge) => badge.kind === 'decoy' && badge.state === 'issued' ? 'decoy' : badge.state;
export const nameOf = (person) => person.name || person.username;

export const stateOf = (state) => make('span', { class: `status badge-${state}` },
  make('span', { 'aria-hidden': 'true' }, SIGNS[state] ?? ''), ' ', named('badge.state', state));
export const alarmOf = (badge) => badge.alarm
  ? make('strong', { class: 'alarm' }, make('span', { 'aria-hidden': 'true' }, '⚠ '), named('alarm', badge.alarm))
  : null;
export const kindOf = (kind) => named('badge.kind', kind ?? 'standard');
/** To the minute where it is about hours. */
export const until = (badge) => (badge.kind === 'temporary' ? minute : date)(badge.expires);

/** A person's name, and the user name where it is another. */
export const who = (person) => [foreign(nameOf(person)),
  person.name && person.name !== person.username ? make('span', { class: 'soft' }, ' ', foreign(person.username)) : null];

/** A refusal in the reader's words; what only the server knows stands after it, in the server's language. */
export function problemOf({ code, title }) {
  const words = named('problem', code || 'unavailable');
  const more = EXPLAINED.includes(code) ? title : null;
  return [words, ...(more ? [' ', make('bdi', { lang: 'en', class: 'soft' }, more)] : [])];
}

/** What an answer without a code of ours means. Behind a gateway nobody knows whether the server did it. */
const BY_STATUS = { 401: 'signed_out', 403: 'forbidden', 404: 'not_found', 502: 'unknown', 504: 'unknown' };

/** A failed call as the rows of a list have it. Where no answer came, nobody knows either. */
export const problemFrom = ({ code, status, title }) => ({ code: code || (status ? BY_STATUS[status] ?? 'unavailable' : 'unknown'), title });

/** What the page itself has to say against it, in the reader's words. */
export class Told extends Error {}

export const failureOf = (problem) => problem instanceof Told ? [problem.message]
  : problem.status ? problemOf(problemFrom(problem)) : [text('offline')];
