// One request: when it was asked, looked at, answered and used, and what proves it.

import { make, foreign } from './elements.js';
import { text, time, number, name as named } from './texts.js';

class RequestDetail extends HTMLElement {
  connectedCallback() {
    const request = this.request;
    const dialog = make('dialog', { 'aria-labelledby': 'detail-title', onclose: () => this.remove() });
    dialog.append(
      make('h2', { id: 'detail-title' }, `${text(`status.${request.status}`)} · ${time(request.time)}`),
      this.#facts(request),
      make('h3', {}, text('timeline')),
      this.#timeline(request.timeline),
      make('h3', {}, text('proof')),
      this.#proof(request),
      make('div', { class: 'actions' },
        make('button', { type: 'button', onclick: () => dialog.close() }, text('close'))),
      ...(request.user && !request.erased ? [this.#erasure(request, dialog)] : []));
    this.append(dialog);
    dialog.showModal();
  }

  #facts(request) {
    const fact = (key, value) => value === undefined || value === '' ? [] : [make('dt', {}, text(key)), make('dd', {}, foreign(String(value)))];
    return make('dl', { class: 'facts' },
      ...fact('person', request.userName ?? request.user),
      ...fact('application', request.client),
      ...fact('method', request.method && text(`method.${request.method}`)),
      ...fact('grade', request.grade),
      ...fact('from', [request.place, request.address].filter(Boolean).join(' · ')),
      ...fact('device', request.device),
      ...fact('correlation', request.correlation),
      ...Object.entries(request.details).flatMap(([name, value]) =>
        [make('dt', {}, foreign(named('detail', name))), make('dd', {}, foreign(value))]));
  }

  #timeline(steps) {
    return make('ol', { class: 'timeline' }, steps.map((step, i) => make('li', {},
      make('strong', {}, text(`timeline.${step.what}`)), ' ', time(step.time),
      i > 0 ? make('span', { class: 'later' }, ` ${text('later', number((step.time - steps[i - 1].time) / 1000))}`) : null)));
  }

  #proof({ number: place, hash, checkpoint, statements }) {
    const shown = JSON.stringify(statements, null, 2);
    return make('div', {},
      make('p', {}, !place ? text('unlinked') : checkpoint ? text('linked', number(place), number(checkpoint)) : text('linkedOnly', number(place))),
      hash ? make('p', {}, make('code', {}, hash)) : null,
      statements.length === 0 ? null : make('details', {},
        make('summary', {}, text('statements', statements.length)),
        make('pre', { tabindex: '0' }, shown),
        make('button', { type: 'button', onclick: () => navigator.clipboard.writeText(shown) }, text('copy'))));
  }

  #erasure(request, dialog) {
    const reason = make('input', { required: true, maxlength: '255' });
    const word = make('input', { required: true, autocomplete: 'off' });
    const said = make('p', { role: 'status' });
    return make('details', { class: 'danger' },
      make('summary', {}, text('erase')),
      make('form', { onsubmit: async (event) => {
        event.preventDefault();
        if (word.value.trim() !== text('erase.word')) {
          said.textContent = text('erase.type', text('erase.word'));
          return;
        }
        try {
          const { erased } = await this.api.json('erasure', { method: 'POST', body: { user: request.user, reason: reason.value } });
          said.textContent = text('erase.done', number(erased));
          this.changed();
          dialog.close();
        } catch (problem) {
          said.textContent = text({ 'still-enrolled': 'erase.stillEnrolled', forbidden: 'erase.forbidden' }[problem.code] ?? 'failed', problem.message);
        }
      } },
      make('p', {}, text('erase.what')),
      make('label', {}, text('erase.reason'), reason),
      make('label', {}, text('erase.type', text('erase.word')), word),
      make('button', { class: 'danger' }, text('erase')),
      said));
  }
}

customElements.define('request-detail', RequestDetail);
