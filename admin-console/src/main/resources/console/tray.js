// What was issued and can be printed only now: the texts of QR codes, and activation codes. It is in this tab's memory and nowhere else,
// survives a change of pages, and ends with the tab or with "Done, forget them".

/** Things to print that came one after the other, before any of them was printed. */
class Batch {
  when = Date.now();
  items = [];
}

class Tray extends EventTarget {
  #batches = [];

  constructor() {
    super();
    addEventListener('beforeunload', (event) => {
      if (this.unsaved.length > 0) {
        event.preventDefault();
      }
    });
  }

  get batches() {
    return this.#batches;
  }

  get items() {
    return this.#batches.flatMap((batch) => batch.items);
  }

  /** What is lost when the tab is closed now. */
  get unsaved() {
    return this.items.filter((item) => (item.payload && !item.printed) || (item.code && !item.lettered));
  }

  of(people) {
    return this.items.filter((item) => people.has(item.person.id));
  }

  /** @param badge the server's answer to an order, a reset or another code */
  add(person, { payload, code, mailed, ...badge }) {
    const { id, username, name } = person;
    if (payload) {
      // The server has ended what waited before (and a lost badge), which would be printed for nothing; decoys wait for nobody.
      this.#keep((item) => item.person.id !== id || item.badge.kind !== badge.kind || badge.kind === 'decoy');
    }
    const last = this.#batches.at(-1);
    const batch = last && last.items.every((item) => !item.printed && !item.lettered) ? last : new Batch();
    if (batch !== last) {
      this.#batches.push(batch);
    }
    // Another code makes the one before void.
    for (const item of this.items.filter((before) => before.badge.id === badge.id)) {
      item.code = undefined;
    }
    batch.items.push({ person: { id, username, name }, badge, payload, code, mailed, printed: false, lettered: false });
    this.changed();
  }

  /** @param badges ids of those that have ended */
  drop(badges) {
    this.#keep((item) => !badges.includes(item.badge.id));
    this.changed();
  }

  #keep(which) {
    this.#batches.forEach((batch) => { batch.items = batch.items.filter(which); });
    this.#batches = this.#batches.filter((batch) => batch.items.length > 0);
  }

  forget() {
    this.#batches = [];
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const tray = new Tray();
