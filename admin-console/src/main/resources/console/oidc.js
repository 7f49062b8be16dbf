// Signs the administrator in by OpenID Connect (authorization code with PKCE, RFC 7636). Tokens are in memory alone: who reloads the
// page goes through Keycloak again, where the session is.

import { Refused } from './api.js';

const STATE = 'console.state';
const VERIFIER = 'console.verifier';
const BACK = 'console.back';
const EARLY = 30_000;
/** What the token endpoint answers when the session has ended (RFC 6749 section 5.2); anything else may be better next time. */
const ENDED = [400, 401];

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const here = () => location.origin + location.pathname;

export class Session {
  #config;
  #tokens = null;
  #expires = 0;
  #refreshing = null;

  constructor(config) {
    this.#config = config;
  }

  get name() {
    return this.#claims().preferred_username ?? '';
  }

  /** @return false when the browser leaves for the sign-in */
  async begin() {
    const query = new URLSearchParams(location.search);
    if (query.has('state') && query.get('state') === sessionStorage.getItem(STATE)) {
      const back = sessionStorage.getItem(BACK) ?? '';
      const verifier = sessionStorage.getItem(VERIFIER);
      for (const name of [STATE, VERIFIER, BACK]) {
        sessionStorage.removeItem(name);
      }
      history.replaceState(null, '', location.pathname + back);
      if (query.has('error')) {
        throw new Error(query.get('error_description') ?? query.get('error'));
      }
      await this.#take({ grant_type: 'authorization_code', code: query.get('code'), code_verifier: verifier, redirect_uri: here() });
      return true;
    }
    await this.#leave();
    return false;
  }

  /** A token that is good for half a minute at least. */
  async token() {
    if (Date.now() > this.#expires - EARLY) {
      this.#refreshing ??= this.#refresh().finally(() => { this.#refreshing = null; });
      await this.#refreshing;
    }
    return this.#tokens.access_token;
  }

  async #refresh() {
    try {
      await this.#take({ grant_type: 'refresh_token', refresh_token: this.#tokens.refresh_token });
    } catch (problem) {
      if (!ENDED.includes(problem.status)) {
        throw new Error('No token at present', { cause: problem });
      }
      await this.#leave();
      // Whoever has something to lose is asked by the browser, and may stay.
      throw new Refused(401, { code: 'signed_out' });
    }
  }

  signOut() {
    const query = new URLSearchParams({ post_logout_redirect_uri: here(), id_token_hint: this.#tokens.id_token });
    location.assign(`${this.#config.issuer}/protocol/openid-connect/logout?${query}`);
  }

  async #leave() {
    const verifier = random();
    const state = random();
    sessionStorage.setItem(VERIFIER, verifier);
    sessionStorage.setItem(STATE, state);
    sessionStorage.setItem(BACK, location.search + location.hash);
    const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
    const query = new URLSearchParams({
      client_id: this.#config.client, response_type: 'code', scope: 'openid', redirect_uri: here(), state,
      code_challenge: challenge, code_challenge_method: 'S256', ui_locales: document.documentElement.lang,
    });
    location.assign(`${this.#config.issuer}/protocol/openid-connect/auth?${query}`);
  }

  async #take(form) {
    const answer = await fetch(`${this.#config.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: this.#config.client, ...form }),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) {
      throw new Refused(answer.status);
    }
    this.#tokens = await answer.json();
    this.#expires = Date.now() + this.#tokens.expires_in * 1000;
  }

  /** For the name in the corner alone: the server judges the token, not this page. */
  #claims() {
    try {
      const part = this.#tokens.id_token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
      return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0))));
    } catch {
      return {};
    }
  }
}
