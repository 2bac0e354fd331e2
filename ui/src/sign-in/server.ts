const KEY = 'server';

/** The server's address of the last sign-in; the only thing this window remembers. */
export function lastServer(): string {
  return localStorage.getItem(KEY) ?? '';
}

export function rememberServer(address: string) {
  localStorage.setItem(KEY, address);
}
