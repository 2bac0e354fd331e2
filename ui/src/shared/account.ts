import type { Account } from '../bindings/Account';

/** What to call somebody: the name, or else the e-mail address. */
export function nameOf(account: Account): string {
  return account.name ?? account.email;
}

/** The server as people say it. */
export function hostOf(account: Account): string {
  return account.server.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** Two letters that stand for a name or an address. */
export function initialsOf(name: string): string {
  return name.split(/[\s.@_-]+/, 2).map((word) => word.charAt(0).toUpperCase()).join('');
}
