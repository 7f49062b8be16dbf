// What waits for this person, and the way to everything else.

import * as phone from '../device/phone.js';
import * as push from '../device/push.js';
import { button, foreign, icon, make, row } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { ago, text } from '../ui/texts.js';

const LOOK = 3_000;

class Home extends Screen {
  async enter() {
    this.list = make('div', { class: 'requests' }, make('p', { role: 'status' }, text('wait')));
    this.notice = make('div', {});
    this.show(
      text('home.title'),
      this.list,
      make('div', { class: 'actions' }, button('main', [icon('scan'), text('scan')], () => go('scan'))),
      this.notice,
      make('ul', { class: 'menu' }, [
        row('phone', text('this-phone.title'), 'this-phone'),
        row('screen', text('browsers.title'), 'browsers'),
        row('clock', text('history.title'), 'history'),
        row('help', text('help.title'), 'help'),
      ]),
    );
    addEventListener('blokkey-push', () => this.#look(), { signal: this.left.signal });
    this.#seeToPushes();
    await this.poll(LOOK, () => this.#look());
  }

  async #look() {
    try {
      const { requests, time } = await phone.list();
      // The phone's clock may be wrong.
      this.ahead = Date.now() - time;
      this.#list(requests);
    } catch (error) {
      const words = await this.explain(error);
      if (words) {
        this.#say(make('p', { class: 'problem' }, words));
      }
    }
  }

  #list(waiting) {
    const seen = JSON.stringify(waiting.map(({ request, state }) => [request, state]));
    if (waiting.length === 0) {
      this.#say(make('p', { class: 'none' }, icon('check'), text('home.none')));
    } else if (seen !== this.seen) {
      this.list.replaceChildren(
        waiting.length > 1 ? make('p', { class: 'box warn' }, text('home.several')) : '',
        make('ul', { class: 'cards', role: 'list' }, waiting.map((request) => this.#card(request))),
      );
      this.said = undefined;
    }
    this.seen = seen;
  }

  #card(request) {
    return make(
      'li',
      {},
      make(
        'a',
        { href: `#r=${request.request}`, class: 'card' },
        make('strong', {}, request.type === 'add-device' ? text('request.add-device-title') : foreign(request.clientName)),
        make('span', {}, foreign(text('request.from', request.browser, request.system))),
        make('span', {}, ago(Date.now() - this.ahead - request.created)),
        icon('forward'),
      ),
    );
  }

  /** Once: a screen reader would read it again each time. */
  #say(line) {
    if (this.said !== line.textContent) {
      this.said = line.textContent;
      line.setAttribute('role', 'status');
      this.list.replaceChildren(line);
    }
  }

  async #seeToPushes() {
    try {
      await push.refresh(await phone.self());
    } catch {
      // No connection: the list says so.
    }
    if (push.permission() === 'default') {
      this.notice.append(
        make(
          'div',
          { class: 'box' },
          make('p', {}, text('notify.why')),
          button('', [icon('bell'), text('notify.allow')], async () => {
            const done = await push.enable().catch(() => false);
            this.notice.replaceChildren(make('p', { role: 'status', class: 'box' }, text(done ? 'notify.done' : 'notify.denied')));
          }),
        ),
      );
    }
  }
}

customElements.define('blokkey-home', Home);
