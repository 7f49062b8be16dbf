// Long work in small parts: how far it is, for eyes and for screen readers, and a way to stop between two parts.

import { make } from './elements.js';
import { text, number } from './texts.js';

class WorkProgress extends HTMLElement {
  #stopped = false;

  stop() {
    this.#stopped = true;
    this.querySelector('button')?.setAttribute('disabled', '');
  }

  /**
   * @param work takes some of the items, and settles when they are done
   * @return whether all of it was done
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
    let done = 0;
    while (done < items.length && !this.#stopped) {
      const part = items.slice(done, done + size);
      await work(part);
      done += part.length;
      at(done);
    }
    stop.remove();
    return done === items.length;
  }
}

customElements.define('work-progress', WorkProgress);
