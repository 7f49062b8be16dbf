// Calls of the admin REST, with the administrator's token. What is refused is thrown with its code.

export class Refused extends Error {
  /**
   * @param title what the server says, in its own language
   * @param badges ids of those because of which a whole list is refused
   */
  constructor(status, { code = '', title = '', badges = [] } = {}) {
    super(code || String(status));
    Object.assign(this, { status, code, title, badges });
  }
}

/** Gives a file to whoever sits there. */
export function saveAs(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export class Api {
  #base;
  #session;

  /** @param base address that the routes lie under, with a slash at the end */
  constructor(base, session) {
    this.#base = base;
    this.#session = session;
  }

  async json(route, options) {
    return (await this.#call(route, options)).json();
  }

  /** Saves what comes as a file. */
  async save(route, name, options) {
    saveAs(await (await this.#call(route, options)).blob(), name);
  }

  /** @param type of the body where it is a text; everything else goes as JSON */
  async #call(route, { method = 'GET', body, type } = {}) {
    const answer = await fetch(this.#base + route, {
      method,
      headers: {
        Authorization: `Bearer ${await this.#session.token()}`,
        ...(body === undefined ? {} : { 'Content-Type': type ?? 'application/json' }),
      },
      body: body === undefined || type ? body : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) {
      throw new Refused(answer.status, await answer.json().catch(() => ({})));
    }
    return answer;
  }
}
