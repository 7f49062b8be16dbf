// A scanner is a keyboard. It presses the keys of a US one, and the workstation may take it for another: each stroke is read twice, as the
// sign that came of it and as the key that was pressed. Which reading is the badge, its checksum says.

const BEGINNING = 'BB1';

/** No scanner waits for so long between two keys. */
const SCAN_PAUSE = 500;

/** The sign that a key has on a US keyboard, where it is one of those that badges have. */
function usSign(code) {
  const found = /^(?:Key([A-Z])|(?:Digit|Numpad)([1-7]))$/.exec(code);
  return found === null ? '' : found[1] ?? found[2];
}

/**
 * Hears strokes that begin while something else of the page has the focus, a button or nothing: a scan must not press "End shift" with its
 * Enter. The field gets them, where it is shown.
 *
 * @param first is told of the stroke, after the field has the focus
 */
function hearEverywhere(input, first) {
  document.addEventListener('keydown', (event) => {
    const typed = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (typed && input.closest('[hidden]') === null && !event.target.matches('input[type="text"], select')) {
      input.focus();
      first(event);
    }
  }, true);
}

/**
 * Hears what is scanned or pasted into a field.
 *
 * @param length of a badge's text
 * @param take what is done with the readings, the likelier first; the field is empty by then
 */
export function listen(input, length, take) {
  let keys = '';
  const end = () => {
    const readings = [input.value.trim(), keys].filter((each) => each !== '');
    input.value = '';
    keys = '';
    if (readings.length > 0) {
      take(readings);
    }
  };
  input.addEventListener('focus', () => {
    keys = '';
  });
  hearEverywhere(input, (event) => {
    keys = usSign(event.code);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || (event.key === 'Tab' && input.value !== '')) {
      event.preventDefault();
      end();
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      keys = '';
    } else if (!event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey) {
      keys += usSign(event.code);
      if (keys.endsWith(BEGINNING)) {
        // What was in the field before, a stray key or half a scan, is not of this badge. Its last sign is not in the field yet.
        keys = BEGINNING;
        input.value = input.value.slice(1 - BEGINNING.length);
      }
    }
  });
  input.addEventListener('input', () => {
    const found = input.value.trim();
    if (found.slice(Math.max(found.lastIndexOf(BEGINNING), 0)).length === length) {
      input.value = found.slice(-length);
      end();
    }
  });
}

/**
 * Hears a scan on a page that has no use for one, and keeps it from pressing anything there.
 *
 * @param act what is done when it is over
 */
export function hearScan(act) {
  let keys = '';
  let over;
  document.addEventListener('keydown', (event) => {
    keys = (keys + usSign(event.code)).slice(-BEGINNING.length);
    if (over === undefined && keys !== BEGINNING) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(over);
    over = setTimeout(act, event.key === 'Enter' ? 0 : SCAN_PAUSE);
  }, true);
}

/**
 * Hears a badge that is scanned into a field for digits: the next person does not wait until this one has gone. What belongs to the scan
 * does not get into the field.
 *
 * @param take as above
 */
export function overhear(input, length, take) {
  let signs = '';
  let keys = '';
  let isOver = false;
  const begin = () => {
    signs = keys = '';
  };
  const hear = (event) => {
    if (event.key === 'Enter') {
      if (isOver) {
        // The scanner's.
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      isOver = false;
      begin();
      return;
    }
    isOver = false;
    const sign = event.repeat || event.ctrlKey || event.altKey || event.metaKey ? '' : usSign(event.code);
    if (sign === '') {
      return;
    }
    keys += sign;
    signs += event.key;
    // Digits that somebody typed may come before.
    const start = keys.indexOf(BEGINNING);
    if (start < 0) {
      return;
    }
    keys = keys.slice(start);
    signs = signs.slice(start);
    event.preventDefault();
    input.value = '';
    if (keys.length === length) {
      const readings = [signs, keys];
      begin();
      isOver = true;
      take(readings);
    }
  };
  input.addEventListener('focus', begin);
  input.addEventListener('keydown', hear);
  hearEverywhere(input, hear);
}

/**
 * @param parse of one reading; rejects with a reason
 * @throws what the most telling reading was refused for
 */
export async function firstGood(readings, parse) {
  let refused;
  for (const each of readings) {
    try {
      return await parse(each);
    } catch (why) {
      if (refused === undefined || refused.reason === 'NOT_A_BADGE') {
        refused = why;
      }
    }
  }
  throw refused;
}
