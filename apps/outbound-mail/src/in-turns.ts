/** How long the process may do nothing else: connections are watched and leases renewed in between. */
const TURN_MS = 20;
/** What one statement carries: PostgreSQL takes 256 MB of jsonb, and a string of ours has its end too. */
const CHUNK_BYTES = 8_000_000;

const otherWork = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** Does a long piece of work in turns, so that it holds up nothing else. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + TURN_MS;
    let step = work.next();
    while (!step.done && performance.now() < end) step = work.next();
    if (step.done) return step.value;
    await otherWork();
  }
}

/** Hands on what is made one by one in parts of about so many bytes, made in turns. Of nothing there is no part. */
export async function* inChunks<T>(
  items: Iterable<T>,
  sizeOf: (item: T) => number,
  mostBytes = CHUNK_BYTES,
): AsyncGenerator<T[], void, undefined> {
  let chunk: T[] = [];
  let bytes = 0;
  let end = performance.now() + TURN_MS;
  for (const item of items) {
    const size = sizeOf(item);
    if (chunk.length > 0 && bytes + size > mostBytes) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(item);
    bytes += size;
    if (performance.now() < end) continue;
    await otherWork();
    end = performance.now() + TURN_MS;
  }
  if (chunk.length > 0) yield chunk;
}
