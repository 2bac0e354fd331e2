import type { Fault } from '../bindings/Fault';
import type { Finding } from '../bindings/Finding';
import { askFor, faultOf, type Host } from '../platform';

/** Everything that TakeCare depends on, as a self-check of the agent finds it. */
export class Check {
  found = $state.raw<Finding[]>([]);
  busy = $state(false);
  /** Why it could not be looked at. */
  fault = $state.raw<Fault | null>(null);

  #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Looks at everything, and then sends a test notification there and back: what was found before it shows meanwhile. */
  async run() {
    this.busy = true;
    this.fault = null;
    this.found = [];
    try {
      this.found = (await askFor(this.#host, 'findings', { do: 'self-check' })).value;
      const delivered = (await askFor(this.#host, 'findings', { do: 'send-test' })).value;
      this.found = [...this.found, ...delivered];
    } catch (error) {
      this.fault = faultOf(error);
    }
    this.busy = false;
  }
}
