import { invoke } from '@tauri-apps/api/core';
import { emit, listen } from '@tauri-apps/api/event';
import type { Answer } from '../bindings/Answer';
import type { Fault } from '../bindings/Fault';
import { foresight } from './foresight';
import { type Host, inWords, type News, Refused } from './host';

const NEWS = ['snapshot', 'show', 'absent'] as const satisfies readonly News['is'][];
const foreseen = foresight();

/** The real window: `src-tauri/` passes everything on to the agent. */
export const tauriHost: Host = {
  async ask(request) {
    try {
      return foreseen.take(request) ?? (await invoke<Answer>('ask', { request }));
    } catch (error) {
      throw new Refused(isFault(error) ? inWords(error) : { code: 'other', message: String(error) });
    }
  },
  async onEvent(tell) {
    await Promise.all(NEWS.map((is) => listen(is, ({ payload }) => tell({ is, value: isFault(payload) ? inWords(payload) : payload } as News))));
  },
  ready() {
    void emit('ready');
  },
  painted() {
    void emit('painted');
  },
};

function isFault(error: unknown): error is Fault {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
