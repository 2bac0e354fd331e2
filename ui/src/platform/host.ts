import type { Answer } from '../bindings/Answer';
import type { Event } from '../bindings/Event';
import type { Fault } from '../bindings/Fault';
import type { Request } from '../bindings/Request';
import { sayIfKnown } from '../language/say.svelte';

/** What the page is told by itself. `absent`: the agent can't be reached, and is being looked for. */
export type News = Exclude<Event, { is: 'quit' }> | { is: 'absent'; value: Fault };

/** The one door to the program around the page. */
export interface Host {
  /** Asks the agent. Rejects with {@link Refused}. */
  ask(request: Request): Promise<Answer>;
  /** Tells of everything from then on. */
  onEvent(tell: (news: News) => void): Promise<void>;
  /** Hears that there will be something to see in a moment: the window may show. */
  ready?(): void;
  /** Hears that the first list is on the screen, where anybody wants to know. */
  painted?(): void;
}

/** Asks for an answer of one sort, and deals with a refusal itself. */
export type Ask = <Is extends Answer['is']>(is: Is, request: Request) => Promise<Extract<Answer, { is: Is }> | null>;

/** The agent's no, with its reason. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** The agent speaks the user's language; what the program around the page finds out, the page says. */
export function inWords(fault: Fault): Fault {
  return { ...fault, message: sayIfKnown(`absent.why.${fault.code}`) ?? fault.message };
}

/** The reason behind any failure. */
export function faultOf(error: unknown): Fault {
  return error instanceof Refused ? error.fault : { code: 'other', message: String(error) };
}

/** Asks for an answer of one sort. */
export async function askFor<Is extends Answer['is']>(host: Host, is: Is, request: Request) {
  const answer = await host.ask(request);
  if (answer.is !== is) throw new Refused({ code: 'other', message: `The answer is no ${is}.` });
  return answer as Extract<Answer, { is: Is }>;
}
