// A sign-in that asks: everything that will be signed is on the screen before the person can say yes. No is always one tap away.

import { config, Problem } from '../device/api.js';
import * as phone from '../device/phone.js';
import * as verification from '../device/verification-key.js';
import { button, facts, foreign, icon, make, sign } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { ago, has, text } from '../ui/texts.js';

const LOOK = 2_000;
/** As long as the server wants a request to have been looked at, and a little. */
const DWELL = 1_100;
const OPEN = ['CREATED', 'CLAIMED', 'SHOWN'];

class Request extends Screen {
  async enter() {
    this.show(text('request.loading'), make('p', { role: 'status' }, text('wait')));
    try {
      const [request, { time }, kept] = await Promise.all([this.#open(), config(), phone.device()]);
      this.organisation = kept.organisation;
      this.ahead = Date.now() - time;
      if (!OPEN.includes(request.state)) {
        this.#ended(request);
        return;
      }
      await this.#visible();
      if (this.isLeft) {
        return;
      }
      const shown = { ...(await phone.shown(request.request)), returnAddress: request.returnAddress };
      this.#present(shown);
      await this.#follow(shown);
    } catch (error) {
      this.#failed(error, await this.explain(error));
    }
  }

  #open() {
    if (this.given.request) {
      return phone.read(this.given.request);
    }
    return this.given.link ? phone.follow(this.given.content) : phone.scan(this.given.content);
  }

  /** "Shown" is said of what a person can see. */
  async #visible() {
    while (document.hidden && !this.isLeft) {
      await this.pause(60_000);
    }
  }

  #present(request) {
    const isNewDevice = request.type === 'add-device';
    const digits = request.number;
    this.number = make('input', {
      id: 'number', class: 'number', inputmode: 'numeric', pattern: `[0-9]{${digits}}`, maxlength: digits, autocomplete: 'off', required: true,
      oninput: () => this.#allow(request),
    });
    this.remember = make('input', { id: 'remember', type: 'checkbox' });
    this.left_ = make('span', { class: 'left' });
    this.said = make('p', { class: 'problem', role: 'alert' });
    this.yes = button('good', [icon('finger'), text('approve')], undefined, { type: 'submit', disabled: true });
    this.no = button('bad', [icon('cross'), text('deny')], () => this.#refuse('deny', request));
    const form = make(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          this.#approve(request);
        },
      },
      digits > 0 ? [make('label', { for: 'number' }, text('request.number', digits)), this.number] : null,
      request.mayRemember ? make('label', { class: 'choice', for: 'remember' }, this.remember, text('request.remember')) : null,
      this.said,
      make('div', { class: 'decision' }, this.no, this.yes),
    );
    this.show(
      isNewDevice ? text('request.add-device-title') : text('request.title'),
      make('p', { class: 'application' }, isNewDevice ? foreign(request.newDevice) : foreign(request.clientName)),
      request.contested ? make('p', { class: 'box bad' }, icon('alert'), text('request.contested')) : null,
      request.channel === 'qr' ? make('p', { class: 'box' }, text('request.in-front')) : null,
      facts([
        [text('request.organisation'), foreign(this.organisation)],
        [text('request.application'), isNewDevice ? foreign(request.clientName) : undefined],
        [text('request.browser'), foreign(text('request.from', request.browser, request.system))],
        [text('request.place'), request.place && foreign(request.place)],
        [text('request.address'), request.address && foreign(request.address)],
        [text('request.started'), make('span', {}, ago(this.#now() - request.created))],
        [text('request.remaining'), this.left_],
      ]),
      form,
      make('p', { class: 'unexpected' }, text('request.unexpected'), ' ', button('link', text('report'), () => this.#confirmReport(request))),
    );
    this.allowedFrom = Date.now() + DWELL;
    setTimeout(() => this.#allow(request), DWELL);
    this.#allow(request);
  }

  #now() {
    return Date.now() - this.ahead;
  }

  #allow(request) {
    this.yes.disabled = this.busy || Date.now() < this.allowedFrom || (request.number > 0 && !new RegExp(`^\\d{${request.number}}$`).test(this.number.value));
  }

  async #approve(request) {
    this.#setBusy(true, request);
    const number = request.number > 0 ? this.number.value : undefined;
    try {
      const back = await phone.approve(request, number, this.remember.checked, (kept, hash) => verification.assert(kept, hash));
      this.#approved(back);
    } catch (error) {
      const words = await this.explain(error);
      if (error instanceof Problem && !['too-early', 'too-many', 'conflict', 'unavailable', 'number-required'].includes(error.code)) {
        this.#failed(error, words);
      } else if (words) {
        this.said.textContent = words;
        this.#setBusy(false, request);
      }
    }
  }

  async #refuse(how, request) {
    this.#setBusy(true, request);
    try {
      await phone.refuse(how, request);
      this.#result(text(`${how}.done-title`), 'soft', 'cross', text(`${how}.done`));
    } catch (error) {
      this.#failed(error, await this.explain(error));
    }
  }

  #confirmReport(request) {
    const dialog = make(
      'dialog',
      { 'aria-labelledby': 'report-title' },
      make('h2', { id: 'report-title' }, text('report.title')),
      make('p', {}, text('report.what')),
      make(
        'div',
        { class: 'decision' },
        button('', text('cancel'), () => dialog.close()),
        button('bad', text('report'), () => {
          dialog.close();
          this.#refuse('report', request);
        }),
      ),
    );
    dialog.addEventListener('close', () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }

  #setBusy(busy, request) {
    this.busy = busy;
    this.no.disabled = busy;
    this.#allow(request);
  }

  /** What the server says meanwhile: another phone was first, the page was left, the time is over. */
  async #follow(request) {
    const ticking = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((request.expires - this.#now()) / 1000));
      this.left_.textContent = text('request.seconds', seconds);
    }, 500);
    this.left.signal.addEventListener('abort', () => clearInterval(ticking));
    await this.poll(LOOK, async () => {
      if (this.busy) {
        return;
      }
      try {
        const now = await phone.read(request.request);
        if (!OPEN.includes(now.state) && !this.busy) {
          this.#ended(now);
        } else if (now.contested && !request.contested) {
          request.contested = true;
          this.querySelector('.application').after(make('p', { class: 'box bad', role: 'alert' }, icon('alert'), text('request.contested')));
        }
      } catch (error) {
        if (!this.isLeft && !this.busy && error instanceof Problem) {
          this.#failed(error, await this.explain(error));
        }
      }
    });
  }

  #approved(back) {
    if (back) {
      this.#result(text('approved.title'), 'good', 'check', text('approved.return'));
      location.href = back;
    } else {
      this.#result(text('approved.title'), 'good', 'check', text('approved.elsewhere'));
    }
  }

  #ended(request) {
    const key = `ended.${request.state}`;
    this.#result(text('ended.title'), 'soft', 'clock', text(has(key) ? key : 'ended.other'));
  }

  #failed(error, words) {
    if (words) {
      const ended = error instanceof Problem && error.code === 'request-ended' && has(`ended.${error.state}`);
      this.#result(text('ended.title'), 'bad', 'alert', ended ? text(`ended.${error.state}`) : words);
    }
  }

  #result(title, kind, picture, words) {
    this.show(title, sign(kind, picture), make('p', { role: 'status' }, words), make('div', { class: 'actions' }, button('main', text('done'), () => go('home'))));
    // Nothing here changes any more.
    this.left.abort();
  }
}

customElements.define('blokkey-request', Request);
