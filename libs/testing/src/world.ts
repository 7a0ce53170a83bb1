import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder, startNats, type RunningNats } from '@replyline/local-servers';
import { afterAll } from '@jest/globals';
import { freshDatabase } from './fresh-database.js';
import { startMailLab, type MailLab, type MailLabOptions } from './mail-lab.js';

/** The real servers that one spec file needs. Each starts when it is first asked for, and ends with the file. */
export interface World {
  /** A temporary folder, the same each time. */
  folder(): string;
  /** Another empty database each time; resolves with its URL. */
  freshDatabase(): Promise<string>;
  /** The one broker of this world. */
  nats(): Promise<RunningNats>;
  /** The one pair of Postfix and Dovecot of this world; the options of the first call count. */
  mailLab(options?: MailLabOptions): Promise<MailLab>;
  /** Has something ended with the world, before all that was there earlier. */
  onEnd(end: () => unknown): void;
}

/** Call it at the top of a spec file or of a `describe`: it ends everything afterwards, whatever became of the tests. */
export function world(): World {
  const ends: (() => unknown)[] = [];
  const onEnd = (end: () => unknown) => void ends.push(end);
  afterAll(() => endAll(ends), 60_000);
  const folder = once(() => ownFolder(onEnd));
  const mailLab = once((options?: MailLabOptions) => startMailLab(folder(), onEnd, options));
  const nats = once(async () => {
    const running = await startNats({ dir: join(folder(), 'nats') });
    onEnd(() => running.stop());
    return running;
  });
  return { folder, freshDatabase, nats, mailLab, onEnd };
}

/** One end that fails does not keep the others from being reached. */
async function endAll(ends: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.reverse()) {
    await Promise.resolve()
      .then(end)
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the world did not end in order');
}

function ownFolder(onEnd: World['onEnd']): string {
  const folder = makeTemporaryFolder();
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function once<T, A extends unknown[]>(make: (...args: A) => T): (...args: A) => T {
  let made: { readonly value: T } | undefined;
  return (...args) => (made ??= { value: make(...args) }).value;
}
