// Calls of the admin REST, with the administrator's token. What is refused is thrown with its code.

export class Refused extends Error {
  constructor(status, code) {
    super(code || String(status));
    this.status = status;
    this.code = code;
  }
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
    const address = URL.createObjectURL(await (await this.#call(route, options)).blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  }

  async #call(route, { method = 'GET', body } = {}) {
    const answer = await fetch(this.#base + route, {
      method,
      headers: {
        Authorization: `Bearer ${await this.#session.token()}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw new Refused(answer.status, problem.code ?? '');
    }
    return answer;
  }
}
