import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** What a client of pg has and its types do not name. */
interface Watched {
  /** False while an answer is owed. */
  readonly readyForQuery: boolean;
  readonly connection: { readonly stream: Socket };
}

/**
 * Ends a connection on which an answer is owed and nothing has come for so long: behind a network that swallows
 * packets, or a lock that nobody gives back, it would be waited for without an end. pg's own `query_timeout` gives up
 * the statement but hands the dead connection to the next one; `statement_timeout` needs a server that can be reached.
 */
export class SilenceWatch {
  private isOn = false;

  constructor(private readonly limitMs: number) {}

  /** Not before the migrations: they may take their time, and replicas that wait for them too. */
  begin(): void {
    this.isOn = true;
  }

  /** For each connection of the pool when it is made. */
  readonly over = (client: ClientBase): void => {
    const watched = client as unknown as Watched;
    const { stream } = watched.connection;
    stream.setTimeout(this.limitMs);
    // A callback of `setTimeout` is called once: the first silence of an idle connection would be the last one noticed.
    stream.on('timeout', () => {
      const heard = stream.bytesRead;
      // Where this process itself stood still the answer may be waiting: it is read before this.
      setImmediate(() => {
        if (this.isOn && !watched.readyForQuery && stream.bytesRead === heard)
          stream.destroy(new Error('PostgreSQL has not answered in time'));
      });
    });
  };
}
