// Reads a code with the camera; pictures stay on this phone. The browser's own reader where it has one, else jsQR. Or the code is typed.

import { pairingCode, read } from '../device/scanned.js';
import * as phone from '../device/phone.js';
import { button, icon, make } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { text } from '../ui/texts.js';

const LOOK = 150;
const WIDEST = 800;

class Scanner extends Screen {
  async enter() {
    this.isEnrolled = (await phone.device())?.confirmed === true;
    if (this.given.type) {
      this.#type();
    } else {
      await this.#film();
    }
  }

  async #film() {
    this.video = make('video', { playsinline: true, muted: true, 'aria-label': text('scan.picture') });
    this.said = make('p', { role: 'status' }, text('scan.starting'));
    this.show(
      text('scan'),
      make('div', { class: 'finder' }, this.video, make('div', { class: 'frame' })),
      this.said,
      this.isEnrolled ? null : make('div', { class: 'actions' }, button('quiet', text('welcome.type'), () => go('type'))),
    );
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
    } catch (error) {
      this.#say(error.name === 'NotAllowedError' ? 'scan.not-allowed' : 'scan.no-camera');
      return;
    }
    this.left.signal.addEventListener('abort', () => stream.getTracks().forEach((track) => track.stop()));
    if (this.isLeft) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    this.video.srcObject = stream;
    await this.video.play();
    this.#say('scan.aim');
    const reader = await this.#reader();
    await this.poll(LOOK, async () => {
      const found = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await reader() : undefined;
      if (found && !this.isLeft) {
        this.#take(found);
      }
    });
  }

  /** @returns reads the picture of now: the text of a code, or undefined */
  async #reader() {
    if ('BarcodeDetector' in globalThis && (await BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
      const detector = new BarcodeDetector({ formats: ['qr_code'] });
      return async () => (await detector.detect(this.video).catch(() => []))[0]?.rawValue;
    }
    await import('../vendor/jsqr-1.4.0/jsQR.js');
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    return async () => {
      const scale = Math.min(1, WIDEST / this.video.videoWidth);
      canvas.width = Math.round(this.video.videoWidth * scale);
      canvas.height = Math.round(this.video.videoHeight * scale);
      context.drawImage(this.video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      return globalThis.jsQR(data, width, height)?.data;
    };
  }

  #take(found) {
    const code = read(found);
    if (code.kind === 'enrol' && this.isEnrolled) {
      this.#say('scan.enrolled');
    } else if (code.kind === 'enrol') {
      this.#open('enrol', { ticket: code.content });
    } else if (code.kind === 'sign' && this.isEnrolled) {
      this.#open('request', { content: code.content, link: false });
    } else {
      this.#say(code.kind === 'sign' ? 'scan.not-enrolled' : code.kind === 'foreign' ? 'scan.foreign' : 'scan.other');
    }
  }

  #open(name, given) {
    navigator.vibrate?.(60);
    const screen = document.createElement(`blokkey-${name}`);
    screen.given = given;
    this.replaceWith(screen);
  }

  #say(key) {
    this.said.textContent = text(key);
  }

  #type() {
    const code = make('input', { id: 'code', class: 'pairing', autocapitalize: 'characters', autocomplete: 'off', spellcheck: 'false', maxlength: 16, required: true });
    const said = make('p', { class: 'problem', role: 'alert' });
    this.show(
      text('type.title'),
      make('p', {}, text('type.where')),
      make(
        'form',
        {
          onsubmit: (event) => {
            event.preventDefault();
            const typed = pairingCode(code.value);
            if (typed) {
              this.#open('enrol', { pairingCode: typed });
            } else {
              said.textContent = text('type.wrong');
            }
          },
        },
        make('label', { for: 'code' }, text('type.label')),
        code,
        said,
        make('div', { class: 'actions' }, button('main', text('continue'), undefined, { type: 'submit' }), button('quiet', [icon('scan'), text('scan')], () => go('scan'))),
      ),
    );
  }
}

customElements.define('blokkey-scan', Scanner);
