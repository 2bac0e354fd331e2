import { tick } from 'svelte';
import type { Fault } from '../bindings/Fault';
import type { Setting } from '../bindings/Setting';
import type { Value } from '../bindings/Value';
import { askFor, faultOf, type Host } from '../platform';

/** What can be set, as the agent tells it. A change shows at once, and goes back when it is refused. */
export class Settings {
  all = $state.raw<Setting[]>([]);
  /** The one that somebody came for, and the type it concerns. */
  at = $state.raw<{ key: string; kind: string } | null>(null);
  /** Why they can't be had. */
  fault = $state.raw<Fault | null>(null);
  /** Why the last change of each was not made, by key. */
  refusals = $state.raw<Record<string, string>>({});

  #host: Host;
  #queue: Promise<void> = Promise.resolve();
  #changing = 0;
  /** The agent has made changes since it was asked. */
  #stale = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What holds, as far as the agent has told it. */
  value(key: string): Value | undefined {
    return this.all.find((setting) => setting.key === key)?.value;
  }

  /** Asks for all of them, for somebody who begins to look at them. */
  open(): Promise<void> {
    this.refusals = {};
    return this.load();
  }

  /** Asks for a change; without a value what is usual holds again. One after the other, each on top of the one before. */
  set(setting: Setting, value: Value | null): Promise<void> {
    const { key } = setting;
    this.#forgive(key);
    this.#show(key, value ?? setting.usual);
    this.#changing += 1;
    this.#queue = this.#queue.then(async () => {
      const refusal = await this.#ask(key, value);
      this.#changing -= 1;
      if (refusal) {
        this.#show(key, setting.value);
        this.#say(key, refusal.message);
      } else this.#stale = true;
      if (this.#stale && this.#changing === 0) await this.load();
    });
    return this.#queue;
  }

  /** Says why nobody was asked for a change. The same once more is said once more. */
  async refuse(key: string, why: string) {
    this.#forgive(key);
    await tick();
    this.#say(key, why);
  }

  async #ask(key: string, value: Value | null): Promise<Fault | null> {
    try {
      await this.#host.ask({ do: 'set', key, value });
      return null;
    } catch (error) {
      return faultOf(error);
    }
  }

  /** Asks for all of them. */
  async load() {
    this.#stale = false;
    try {
      this.all = (await askFor(this.#host, 'settings', { do: 'settings' })).value;
      this.fault = null;
    } catch (error) {
      this.fault = faultOf(error);
    }
  }

  #show(key: string, value: Value) {
    this.all = this.all.map((setting) => (setting.key === key ? { ...setting, value } : setting));
  }

  #say(key: string, why: string) {
    this.refusals = { ...this.refusals, [key]: why };
  }

  #forgive(key: string) {
    this.refusals = Object.fromEntries(Object.entries(this.refusals).filter(([other]) => other !== key));
  }
}
