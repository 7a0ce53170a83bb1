import { SendingProfileDocument, type DocumentContract } from '@replyline/contracts';
import { Documents } from '@replyline/messaging';
import { createLog, readEnvironment, startService } from '@replyline/service-host';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { KeepBuckets } from '../attach-files/keep-buckets.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';
import { MailRoutes } from '../deliver-mail/mail-routes.js';
import { service } from '../service.js';
import { environmentFor, type Request, type SmtpProfile, type Surroundings } from './surroundings.js';

export { aMention, environmentFor, Surroundings, type Request, type Servers } from './surroundings.js';

export interface Answer {
  readonly status: number;
  // What answers hold is what a test says.
  readonly body: Readonly<Record<string, unknown>>;
}

/** One replica of the real service, inside this process. */
export class Replica {
  private constructor(
    private readonly running: Awaited<ReturnType<typeof startService>>,
    private readonly lines: readonly string[],
  ) {}

  static async start(around: Surroundings, more: Readonly<Record<string, string>> = {}): Promise<Replica> {
    const env = readEnvironment(service.environment, { ...environmentFor(around), ...more });
    const lines: string[] = [];
    const log = createLog(service.name, env.LOG_LEVEL, { write: (line) => void lines.push(line) });
    return new Replica(await startService(service, env, log), lines);
  }

  get db(): DataSource {
    return this.running.app.get(DataSource);
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  /** What stopping it begins with; resolves when nothing more is being sent. */
  stopSending(): Promise<void> {
    return this.running.app.get(DeliverMail).beforeApplicationShutdown();
  }

  /** As after a while: buckets that could not be made are tried again. */
  makeBucketsAgain(): Promise<void> {
    return this.running.app.get(KeepBuckets).again();
  }

  /** What it logged, if it was started with a `LOG_LEVEL`. */
  log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Whether it has heard of a profile; until then it sends the way it knows. */
  knows({ id, revision }: SmtpProfile): boolean {
    return this.running.app.get(Documents).get(SendingProfileDocument, id)?.revision === revision;
  }

  /** What it has heard of config. */
  document<S extends z.ZodType>(contract: DocumentContract<S>, id: string): z.output<S> | undefined {
    return this.running.app.get(Documents).get(contract, id);
  }

  /** Whatever the domain, its servers are on this machine, as a DNS of our own would say. */
  routeMailTo(port: number, exchangerOf: (domain: string) => string = () => '127.0.0.1'): void {
    const resolve = (domain: string) => Promise.resolve([{ exchange: exchangerOf(domain), priority: 0 }]);
    Object.assign(this.running.app.get(MailRoutes), { resolve, port } satisfies MailRoutes);
  }

  /** As anybody, for routes that are no JSON. */
  fetch(path: string, request: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.running.url), request);
  }

  async call(method: string, path: string, token?: string): Promise<Answer> {
    const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
    const response = await fetch(new URL(path, this.running.url), { method, headers });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
  }

  /** The deliveries of a request, as they stand now. */
  deliveries(request: Request): Promise<Row[]> {
    return this.db.query(
      `SELECT d.* FROM delivery d JOIN notification n ON n.id = d.notification_id
       WHERE n.source = $1 AND n.event_id = $2 ORDER BY d.address`,
      [request.source, request.id],
    );
  }
}

export interface Row {
  readonly id: string;
  readonly notification_id: string;
  readonly state: string;
  readonly code: string | null;
  readonly attempts: number;
  readonly message_id: string;
  readonly next_attempt_at: Date;
}
