// A phone is set up: who for, under which name, keys, six digits for the browser, and whether it may notify.

import * as enrolment from '../device/enrolment.js';
import * as phone from '../device/phone.js';
import * as platform from '../device/platform.js';
import * as push from '../device/push.js';
import { Problem } from '../device/api.js';
import { isPrintable } from '../device/signed-text.js';
import { button, foreign, icon, make, sign } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { text } from '../ui/texts.js';

const LONGEST = 64;
const LOOK = 2_000;

class Enrol extends Screen {
  async enter() {
    const device = await phone.device();
    if (device?.confirmed) {
      this.#already(device);
    } else if (device && !this.given.ticket && !this.given.pairingCode) {
      await this.#digits(device);
    } else {
      await this.#open();
    }
  }

  #already(device) {
    this.show(
      text('enrol.already-title'),
      make('p', {}, text('enrol.already'), ' ', foreign(device.userName)),
      make('div', { class: 'actions' }, button('main', text('continue'), () => go('home'))),
    );
  }

  async #open() {
    if (platform.mustInstallFirst()) {
      go('welcome');
      return;
    }
    this.show(text('enrol.title'), make('p', { role: 'status' }, text('wait')));
    try {
      const begun = await enrolment.start(this.given);
      await this.#ask(begun);
    } catch (error) {
      this.#failed(await this.explain(error));
    }
  }

  async #ask(begun) {
    const model = await platform.model();
    const name = make('input', {
      id: 'name', value: text('enrol.name-of', begun.offer.displayName || begun.offer.userName).slice(0, LONGEST), maxlength: LONGEST, autocomplete: 'off', required: true,
    });
    const said = make('p', { class: 'problem', role: 'alert' });
    const submit = button('main', [icon('finger'), text('enrol.make')], undefined, { type: 'submit' });
    const form = make(
      'form',
      {
        onsubmit: async (event) => {
          event.preventDefault();
          const about = { name: name.value.trim().normalize('NFC'), model: model.slice(0, LONGEST), platform: platform.platform() };
          if (about.name === '' || !isPrintable(about.name)) {
            said.textContent = text('problem.malformed');
            return;
          }
          submit.disabled = true;
          said.textContent = '';
          try {
            await navigator.storage?.persist?.();
            await enrolment.finish(begun, about);
            await this.#digits(await phone.device());
          } catch (error) {
            const words = await this.explain(error);
            if (error instanceof Problem && error.code !== 'too-many') {
              this.#failed(words);
            } else {
              said.textContent = words;
              submit.disabled = false;
            }
          }
        },
      },
      make('label', { for: 'name' }, text('enrol.name')),
      name,
      make('p', { class: 'hint' }, text('enrol.finger')),
      said,
      make('div', { class: 'actions' }, submit, button('quiet', text('cancel'), () => go('welcome'))),
    );
    this.show(
      text('enrol.title'),
      make('p', {}, text('enrol.for')),
      make('p', { class: 'person' }, make('strong', {}, foreign(begun.offer.userName)), make('span', {}, foreign(begun.offer.rpName))),
      form,
    );
  }

  /** Survives that the phone goes to sleep: code and keys are kept. */
  async #digits(device) {
    const digits = make('output', { class: 'digits', 'aria-label': text('enrol.digits-label') }, `${device.code.slice(0, 3)} ${device.code.slice(3)}`);
    const said = make('p', { role: 'status' }, text('enrol.waiting'));
    this.show(
      text('enrol.digits-title'),
      make('p', {}, text('enrol.digits')),
      digits,
      said,
      make('p', { class: 'hint' }, text('enrol.digits-secret')),
      make('div', { class: 'actions' }, button('quiet', text('cancel'), () => this.#giveUp())),
    );
    await this.poll(LOOK, async () => {
      try {
        if (await enrolment.isConfirmed(device)) {
          this.#done(await phone.device());
          this.left.abort();
          return;
        }
        said.textContent = text('enrol.waiting');
      } catch (error) {
        said.textContent = await this.explain(error);
      }
      if (Date.now() > device.expires + 60_000) {
        await phone.forget();
        this.#failed(text('problem.ticket-invalid'));
        this.left.abort();
      }
    });
  }

  async #giveUp() {
    await phone.forget();
    go('welcome');
  }

  #done(device) {
    const next = () => {
      go('home');
    };
    const mayAsk = push.permission() === 'default';
    const said = make('p', { role: 'status' });
    this.show(
      text('enrol.done-title'),
      sign('good', 'check'),
      make('p', {}, text('enrol.done'), ' ', foreign(device.organisation)),
      mayAsk ? make('p', {}, text('notify.why')) : null,
      said,
      make(
        'div',
        { class: 'actions' },
        mayAsk
          ? button('main', [icon('bell'), text('notify.allow')], async () => {
              try {
                said.textContent = (await push.enable()) ? '' : text('notify.denied');
              } catch {
                said.textContent = text('notify.failed');
              }
              next();
            })
          : null,
        button(mayAsk ? 'quiet' : 'main', text(mayAsk ? 'notify.later' : 'continue'), next),
      ),
    );
  }

  #failed(words) {
    if (words === undefined) {
      return;
    }
    this.show(
      text('enrol.failed-title'),
      sign('bad', 'alert'),
      make('p', { role: 'alert' }, words),
      make('div', { class: 'actions' }, button('main', text('back'), () => this.#giveUp())),
    );
  }
}

customElements.define('blokkey-enrol', Enrol);
