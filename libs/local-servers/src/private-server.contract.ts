import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { listenOn } from './listener.js';
import { membersOf, processesIn } from './process-group.js';
import type { Running } from './server-process.js';
import { makeTemporaryFolder } from './temporary-folder.js';

export interface PrivateServer<S extends Running> {
  readonly name: string;
  /** Starts it in the folder; on the ports of an earlier instance, if one is given. */
  start(dir: string, earlier?: S): Promise<S>;
  portOf(server: S): number;
  /** Where it notes its process id, seen from its folder, if it does. */
  readonly lockFile?: string;
  /** Leaves something behind that must outlive the server. */
  remember(server: S): Promise<void>;
  /** Fails unless what was left behind is still there. */
  recall(server: S): Promise<void>;
}

/** What every private server promises. */
export function aPrivateServer<S extends Running>({
  name,
  start,
  portOf,
  lockFile,
  remember,
  recall,
}: PrivateServer<S>): void {
  describe(`a private ${name}`, () => {
    const folder = makeTemporaryFolder();
    const dir = join(folder, 'server');
    let running: S | undefined;
    afterEach(() => running?.stop());
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('answers as soon as it has started', async () => {
      running = await start(dir);
      await remember(running);
      await recall(running);
    });

    it('leaves no process behind when it stops, and finds its data again', async () => {
      const { pid } = (running = await start(dir));
      await running.stop();
      expect([...membersOf(pid), ...processesIn(dir)]).toEqual([]);
      running = await start(dir, running);
      await recall(running);
    });

    it('leaves no process behind when it is killed, and starts again at once on the same ports', async () => {
      const { pid } = (running = await start(dir));
      await running.kill9();
      expect([...membersOf(pid), ...processesIn(dir)]).toEqual([]);
      running = await start(dir, running);
      await recall(running);
    });

    it('takes the place of an instance that somebody left running in its folder', async () => {
      const left = await start(dir);
      running = await start(dir, left);
      expect(membersOf(left.pid)).toEqual([]);
      await recall(running);
    });

    if (lockFile !== undefined) {
      it('starts although the id of its predecessor is in use, by something else', async () => {
        const earlier = await start(dir);
        await earlier.kill9();
        writeFileSync(join(dir, lockFile), `${process.pid}\n`);
        running = await start(dir, earlier);
        await recall(running);
      });
    }

    it('says why it did not start', async () => {
      const earlier = await start(dir);
      await earlier.stop();
      const squatter = await listenOn(portOf(earlier), (socket) => socket.end());
      const failed = start(dir, earlier).finally(() => squatter.stop());
      await expect(failed).rejects.toThrow(/did not start.*address already in use/is);
      expect(processesIn(dir)).toEqual([]);
    });
  });
}
