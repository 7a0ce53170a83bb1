import type { Settings, Typed } from '../settings/draft.js';

/** Whether a save changes how one logs in to the mailbox: what logs in elsewhere in the same way has to follow. */
export function changesLogin(before: Settings | undefined, { values, secrets }: Typed): boolean {
  const typed = secrets['password'];
  return typed === null || !!typed?.trim() || loginOf(before) !== loginOf(values);
}

const loginOf = (settings: Settings | undefined): string | undefined =>
  settings?.kind === 'imap' ? JSON.stringify([settings.host, settings.user]) : undefined;
