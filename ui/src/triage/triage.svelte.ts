import type { Fault } from '../bindings/Fault';
import type { Request } from '../bindings/Request';
import type { Row } from '../bindings/Row';
import type { Waiting } from '../bindings/Waiting';
import { faultOf, type Host } from '../platform';
import { type Done, doneBy, UNDO_FOR } from './undo';

/** An action that was not kept, and why. */
export interface Failure {
  request: Request;
  why: string;
}

/** What asks for an action. */
const DOES = { read: 'mark-read', unread: 'mark-unread', delete: 'delete' } as const satisfies Record<Waiting, Request['do']>;

/** What is done to rows: asks for it, remembers for some seconds how to take it back, and what was refused. */
export class Triage {
  /** What was done and can be taken back, the last of it last. */
  #done = $state.raw<Done[]>([]);
  /** Actions that were not kept, by the one row they were about. */
  failed = $state.raw<ReadonlyMap<string, Failure>>(new Map());

  #host: Host;
  #ontrouble: (fault: Fault | null) => void;

  /** `ontrouble`: why an action on many was not kept. */
  constructor(host: Host, ontrouble: (fault: Fault | null) => void) {
    this.#host = host;
    this.#ontrouble = ontrouble;
  }

  /** What can be taken back next. */
  get done(): Done | null {
    return this.#done.at(-1) ?? null;
  }

  /** Asks for an action; tells whether it was kept. */
  async act(request: Request): Promise<boolean> {
    const ids = 'ids' in request ? request.ids : [];
    try {
      const answer = await this.#host.ask(request);
      this.#forgive(ids);
      const done = doneBy(request, answer);
      if (done) this.#offer(done);
      return true;
    } catch (error) {
      this.#refuse(request, ids, faultOf(error));
      return false;
    }
  }

  /** Takes back what was done last. */
  async undo() {
    const done = this.done;
    if (!done) return;
    this.#withdraw(done);
    for (const request of done.back) {
      try {
        await this.#host.ask(request);
      } catch (error) {
        this.#refuse(request, [], faultOf(error));
      }
    }
  }

  /** What to ask for once more where something was refused, here or by the server; none if nobody knows what it was. */
  retryOf({ id, refused }: Row): Request | null {
    const failed = this.failed.get(id);
    return failed ? failed.request : refused?.action ? { do: DOES[refused.action], ids: [id] } : null;
  }

  /** Keeps nothing. */
  forget() {
    this.#done = [];
    this.failed = new Map();
  }

  #offer(done: Done) {
    this.#done = [...this.#done, done];
    setTimeout(() => this.#withdraw(done), UNDO_FOR);
  }

  #withdraw(done: Done) {
    this.#done = this.#done.filter((other) => other !== done);
  }

  #forgive(ids: string[]) {
    this.#ontrouble(null);
    if (ids.some((id) => this.failed.has(id))) {
      this.failed = new Map([...this.failed].filter(([id]) => !ids.includes(id)));
    }
  }

  /** That all is locked, the lock screen says. */
  #refuse(request: Request, ids: string[], fault: Fault) {
    const [only, ...more] = ids;
    if (fault.code === 'locked') return;
    if (only === undefined || more.length > 0) this.#ontrouble(fault);
    else this.failed = new Map([...this.failed, [only, { request, why: fault.message }]]);
  }
}
