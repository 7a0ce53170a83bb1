import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '@replyline/local-servers';
import { Ours } from './ours.js';
import { startSink } from './sink.js';

/** A sink and what sends to it, warm, for as long as the work takes. */
export async function withOurs<T>(work: (ours: Ours, sink: { port: number; dir: string }) => Promise<T>): Promise<T> {
  const dir = makeTemporaryFolder();
  const sink = await startSink(dir);
  const ours = await Ours.start(join(dir, 'stack'), sink.port);
  try {
    await ours.ask(500);
    await ours.inState('sent', 500);
    return await work(ours, { port: sink.port, dir });
  } finally {
    await ours.stop();
    await sink.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
