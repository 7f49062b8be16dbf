// Long work in small parts: how far it is, for eyes and for screen readers, and a way to stop between two parts. It stops by itself where
// the page is left, and where the session has ended.

import { make } from './elements.js';
import { text, number } from './texts.js';
import { problemFrom } from './badge-words.js';

class WorkProgress extends HTMLElement {
  #stopped = false;

  disconnectedCallback() {
    this.stop();
  }

  stop() {
    this.#stopped = true;
    this.querySelector('button')?.setAttribute('disabled', '');
  }

  /**
   * @param work takes some of the items, and answers with what became of each
   * @return what became of those that were begun, and how many were left
   */
  async run(items, size, work) {
    const bar = make('progress', { max: items.length, value: 0, 'aria-label': text('work.progress') });
    const said = make('p', { role: 'status' });
    const stop = make('button', { type: 'button', onclick: () => this.stop() }, text('work.stop'));
    const at = (done) => {
      bar.value = done;
      said.textContent = text('work.done', number(done), number(items.length));
    };
    this.replaceChildren(bar, said, make('div', { class: 'actions' }, stop));
    stop.focus();
    at(0);
    const results = [];
    let done = 0;
    while (done < items.length && !this.#stopped) {
      const part = items.slice(done, done + size);
      try {
        results.push(...await work(part));
      } catch (failure) {
        const problem = problemFrom(failure);
        results.push(...part.map((item) => ({ ...item, ok: false, problem })));
        if (problem.code === 'signed_out') {
          this.stop();
        }
      }
      done += part.length;
      at(done);
    }
    stop.remove();
    return { results, left: items.length - done };
  }
}

customElements.define('work-progress', WorkProgress);
