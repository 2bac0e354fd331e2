import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import english from '../../../crates/language/messages/en.ftl?raw';
import polish from '../../../crates/language/messages/pl.ftl?raw';
import type { Fault } from '../bindings/Fault';
import { language } from '../language/say.svelte';

const BOOKS = { en: bookOf('en', english), pl: bookOf('pl', polish) };

/** What the real agent says, in the language of the page: an invented one must put no other words in its mouth. */
export function agentSays(id: string, values?: Record<string, FluentVariable>): string {
  const book = BOOKS[language()];
  const pattern = book.getMessage(id)?.value;
  if (!pattern) throw new Error(`the agent has no words for ${id}`);
  return book.formatPattern(pattern, values);
}

/** The same as the reason of a refusal, said when it is read. */
export function fault(code: Fault['code'], id: string, values?: Record<string, FluentVariable>): Fault {
  return {
    code,
    get message() {
      return agentSays(id, values);
    },
  };
}

function bookOf(locale: string, messages: string): FluentBundle {
  const book = new FluentBundle(locale, { useIsolating: false });
  book.addResource(new FluentResource(messages));
  return book;
}
