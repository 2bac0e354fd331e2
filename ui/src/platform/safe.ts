import type { Lock } from '../bindings/Lock';
import type { Request } from '../bindings/Request';
import { Refused } from './host';
import { fault } from './words';

const PIN = '4821';
const LOCKED = fault('locked', 'locked');
const WRONG = fault('pin', 'pin-wrong');
const WAIT = fault('pin', 'pin-tries', { seconds: 30 });

/** What works while all is locked. */
const ALWAYS: Request['do'][] = ['snapshot', 'unlock', 'lock', 'sign-in', 'sign-out', 'settings', 'set', 'pause', 'consult'];

/** The lock of the invented ward. */
export class Safe {
  #locked: boolean;
  #pin: string | null;
  #wantsPin: boolean;
  #tries = 0;

  constructor(scene: string) {
    this.#locked = ['locked', 'locked-pin', 'locked-choose'].includes(scene);
    this.#pin = scene === 'pin' || scene === 'locked-pin' ? PIN : null;
    this.#wantsPin = scene === 'locked-choose';
  }

  get lock(): Lock {
    const pin = this.#pin === null ? 'none' : 'set';
    return { locked: this.#locked, pin: pin === 'none' && this.#wantsPin ? 'missing' : pin };
  }

  /** Refuses what can't be done while all is locked. */
  guard(what: Request['do']) {
    const chooses = what === 'set-pin' && this.lock.pin === 'missing';
    if (this.#locked && !chooses && !ALWAYS.includes(what)) throw new Refused(LOCKED);
  }

  close() {
    this.#locked = true;
  }

  open(pin: string | null) {
    this.#check(pin);
    this.#locked = false;
  }

  setPin(current: string | null, fresh: string | null) {
    this.#check(current);
    this.#pin = fresh;
    this.#locked = false;
  }

  /** Signing out: nothing is left to lock. */
  empty() {
    this.#pin = null;
    this.#locked = false;
  }

  #check(pin: string | null) {
    if (pin === this.#pin) {
      this.#tries = 0;
      return;
    }
    this.#tries += 1;
    throw new Refused(this.#tries < 3 ? WRONG : WAIT);
  }
}
