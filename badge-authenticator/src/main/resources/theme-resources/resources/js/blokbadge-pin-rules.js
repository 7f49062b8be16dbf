// What makes a PIN too easy. Judged here and nowhere else: the server never sees a PIN.

const COMMON = new URL('./blokbadge-common-pins.txt', import.meta.url);

/** @returns {Promise<'PIN_SHORT'|'PIN_EASY'|null>} null for a PIN that will do */
export async function problemOf(pin, least, code) {
  if (pin.length < least) {
    return 'PIN_SHORT';
  }
  return repeats(pin) || runs(pin) || pin === code || (await commonPins()).has(pin) ? 'PIN_EASY' : null;
}

/** 77777777, 12121212, 493493: one piece over and over. */
function repeats(pin) {
  for (let length = 1; length <= pin.length / 2; length += 1) {
    if (pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length)) {
      return true;
    }
  }
  return false;
}

/** 345678, 98765432, 02468: each digit as far from the one before. */
function runs(pin) {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

let common;

function commonPins() {
  common ??= fetch(COMMON)
    .then((answer) => (answer.ok ? answer.text() : ''))
    .then((text) => new Set(text.split('\n').filter((line) => line !== '')));
  return common;
}
