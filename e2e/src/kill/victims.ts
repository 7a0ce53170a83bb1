import { join } from 'node:path';
import { startNats, startPostgres } from '@replyline/local-servers';
import type { Stage } from '../stage/stage.js';

export type Victim = 'inbound-reply' | 'nats' | 'postgres';

interface Killable {
  kill9(): Promise<void>;
}

/** Each dies at once, as in a power cut, and is there again a moment later, on its port and with its folder. */
export class Victims {
  private broker: Killable;
  private database: Killable;

  constructor(private readonly stage: Stage) {
    const { nats, postgres } = stage.stack.backends;
    [this.broker, this.database] = [nats!, postgres!];
  }

  async kill(victim: Victim): Promise<void> {
    await this.kills[victim]();
  }

  private readonly kills: Record<Victim, () => Promise<void>> = {
    'inbound-reply': async () => {
      await this.stage.stack.service('inbound-reply').kill9();
      await this.stage.stack.restart('inbound-reply');
    },
    nats: async () => {
      const { port } = this.stage.stack.backends.nats!;
      await this.broker.kill9();
      const broker = await startNats({ dir: join(this.stage.dir, 'nats'), port });
      this.broker = broker;
      this.stage.onClose(broker);
    },
    postgres: async () => {
      const { port } = this.stage.stack.backends.postgres!;
      await this.database.kill9();
      const database = await startPostgres({ dir: join(this.stage.dir, 'postgres'), port });
      this.database = database;
      this.stage.onClose(database);
    },
  };
}
