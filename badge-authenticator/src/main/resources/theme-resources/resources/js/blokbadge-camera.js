// Reads badges with a camera; pictures stay in this page. The browser's own reader where it has one; else two others take turns, because each
// reads codes that the other does not.

/** Pictures a second, and how long the camera looks at nothing. */
const EVERY = 100;
const LONGEST = 60_000;

/** Of the picture's middle, pixels. */
const SIDE = 480;

const CHOICE = 'blokbadge.camera';

/**
 * The camera's part of the page: one, which goes to where a badge is asked for.
 *
 * @param element finds the page's elements
 * @param take is told the text of each code; says whether it was one to stop at
 * @param alert says a text of the page
 * @returns what puts it into a section of the page, or away
 */
export function cameraBox(element, take, alert) {
  let stop;
  let place;
  const off = () => {
    stop?.();
    stop = undefined;
    element('camera').hidden = true;
    element('camera-on').hidden = false;
  };
  const on = async () => {
    const [asked] = [place];
    element('camera-on').hidden = true;
    element('camera').hidden = false;
    try {
      const started = await look(element('video'), take, off);
      if (asked !== place) {
        started();
        return;
      }
      stop = started;
      want(true);
      await offer();
    } catch (refused) {
      off();
      alert(refused.name === 'NotAllowedError' ? 'CAMERA_BLOCKED' : 'CAMERA_NONE');
    }
  };
  const offer = async () => {
    const all = await cameras();
    element('cameras').replaceChildren(...all.map(({ deviceId, label }, index) => new Option(label || String(index + 1), deviceId)));
    element('cameras').value = element('video').srcObject?.getVideoTracks()[0]?.getSettings().deviceId ?? '';
    element('camera-choice').hidden = all.length < 2;
  };
  element('camera-on').addEventListener('click', on);
  element('camera-off').addEventListener('click', () => {
    want(false);
    off();
  });
  element('cameras').addEventListener('change', ({ target }) => {
    choose(target.value);
    off();
    on();
  });
  return (section) => {
    place = section.querySelector('.blokbadge-camera-place');
    off();
    element('camera-box').hidden = place === null || !isThere();
    place?.append(element('camera-box'));
    if (place !== null && isThere() && isWanted()) {
      on();
    }
  };
}

/** Heard where a scanner would beep. */
export function beep() {
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.1);
    tone.onended = () => audio.close();
  } catch {
    // A workstation without sound.
  }
}

const isThere = () => navigator.mediaDevices?.getUserMedia !== undefined;

/** Whether this workstation last used its camera. */
const isWanted = () => localStorage.getItem(CHOICE) !== null;

function want(wanted) {
  if (!wanted) {
    localStorage.removeItem(CHOICE);
  } else if (!isWanted()) {
    localStorage.setItem(CHOICE, '');
  }
}

/** @returns the cameras there are, of which names are known once one was allowed */
async function cameras() {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
}

const choose = (deviceId) => localStorage.setItem(CHOICE, deviceId);

/**
 * Shows the camera's picture until a code is read, nobody comes for a minute, or it is stopped.
 *
 * @param video where
 * @param take is told the text of each code; says whether it was one to stop at
 * @param over when nobody came
 * @returns what stops it
 * @throws what the browser throws when there is no camera or it is not allowed
 */
async function look(video, take, over) {
  const chosen = localStorage.getItem(CHOICE);
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, ...(chosen ? { deviceId: { ideal: chosen } } : {}) },
  });
  const until = Date.now() + LONGEST;
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const track of stream.getTracks()) {
      track.stop();
    }
    video.srcObject = null;
  };
  let read;
  try {
    read = await reader();
    video.srcObject = stream;
    await video.play();
  } catch (refused) {
    stop();
    throw refused;
  }
  const tick = async () => {
    if (stopped) {
      return;
    }
    const text = video.readyState >= 2 ? await read(video) : undefined;
    if (stopped) {
      return;
    }
    if (text !== undefined && await take(text)) {
      stop();
    } else if (Date.now() > until) {
      stop();
      over();
    } else {
      setTimeout(tick, EVERY);
    }
  };
  tick();
  return stop;
}

/** @returns what reads a picture of the video: a text, or nothing */
async function reader() {
  const native = await ownReader();
  if (native === undefined) {
    return otherReaders();
  }
  let read = native;
  return async (video) => {
    try {
      return await read(video);
    } catch {
      // It says that it can, and cannot.
      read = await otherReaders();
      return undefined;
    }
  };
}

async function ownReader() {
  try {
    if ((await globalThis.BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
      const detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    }
  } catch {
    // There is none.
  }
  return undefined;
}

async function otherReaders() {
  const [{ decodeQR }] = await Promise.all([
    import('./vendor/qr-0.7.0/decode.js'),
    import('./vendor/jsqr-1.4.0/jsQR.js'),
  ]);
  const readers = [
    (picture) => globalThis.jsQR(picture.data, picture.width, picture.height)?.data,
    (picture) => decodeQR(picture),
  ];
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let turn = 0;
  return (video) => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    context.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
    turn = (turn + 1) % readers.length;
    try {
      return readers[turn](context.getImageData(0, 0, SIDE, SIDE)) || undefined;
    } catch {
      // No code in this one.
      return undefined;
    }
  };
}
