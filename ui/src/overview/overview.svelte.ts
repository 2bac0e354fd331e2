import type { Arrivals } from '../bindings/Arrivals';
import type { Fault } from '../bindings/Fault';
import { askFor, faultOf, type Host } from '../platform';
import { beginning } from './counts';

/** How much came in the last weeks: counts, and no text. */
export class Overview {
  arrivals = $state.raw<Arrivals[] | null>(null);
  /** Why it can't be had. */
  fault = $state.raw<Fault | null>(null);

  #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(now: Date) {
    try {
      const answer = await askFor(this.#host, 'overview', { do: 'overview', since: beginning(now).toISOString() });
      this.arrivals = answer.value;
      this.fault = null;
    } catch (error) {
      this.fault = faultOf(error);
    }
  }
}
