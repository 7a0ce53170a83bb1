import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import type { Login } from '../sending-profiles/incoming-login.js';
import { at } from './at.js';
import type { ConfigurationBody } from './configuration-body.js';
import type { ImportView, SectionName } from './configuration-query.js';
import { diff, typedSecrets } from './diff.js';
import { hintsOf } from './import-hints.js';
import type { Import, Prepared, Section } from './section.js';
import { Sections } from './sections.js';

/** Everything that was read, and the revision of all of it. */
interface Exported {
  readonly revision: number;
  readonly document: Record<string, unknown>;
}

/** How an import is done, and what it is based on. */
type Importing = Omit<Import, 'isSendingProven' | 'authorities' | 'mailboxLogin'> & {
  readonly revision: number | undefined;
};

/** All of the configuration as one document, for keeping it as code. */
@Injectable()
export class Configuration {
  constructor(
    private readonly db: DataSource,
    private readonly sections: Sections,
  ) {}

  /** Without secrets, and without shared profiles, which belong to one system. */
  export(names?: readonly SectionName[]): Promise<Exported> {
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const document = await read(this.sections.named(names), tx);
      return { revision: await revisionOf(tx), document: { version: 1, ...document } };
    });
  }

  /**
   * All of it or nothing; sections that the document does not have stay as they are. A dry run does everything in a
   * transaction and takes it back, so that it shows exactly what would be.
   *
   * Throws `request.precondition_failed`, `TrialFailed`, and what saving each of it by hand throws, with its path.
   */
  async import(body: ConfigurationBody, { revision, ...how }: Importing): Promise<Exported & ImportView> {
    const sections = this.sections.named().filter(({ name }) => body[name as SectionName] !== undefined);
    const prepared = await this.prepare(sections, body, {
      ...how,
      authorities: (body.authorities ?? []).map(({ pem }) => pem),
      mailboxLogin: loginIn(body),
      isSendingProven: false,
    });
    const written = await this.write(sections, prepared, { revision, isDryRun: how.isDryRun });
    if (!how.isDryRun) for (const { afterwards } of prepared) await afterwards?.();
    const changes = [...written.changes, ...typedSecrets(body)].sort((a, b) => (a.path < b.path ? -1 : 1));
    const done = { dryRun: how.isDryRun, changes };
    return { ...written, ...done, hints: hintsOf(done, written.before, written.document) };
  }

  /** In their order: whether sending works is known before the mailbox asks. */
  private async prepare(sections: readonly Section[], body: ConfigurationBody, how: Import): Promise<Prepared[]> {
    const prepared: Prepared[] = [];
    for (const section of sections) {
      prepared.push(await at(section.name, () => section.prepare(body[section.name as SectionName], how)));
    }
    return prepared;
  }

  private async write(sections: readonly Section[], prepared: readonly Prepared[], { revision, isDryRun }: Writing) {
    const takenBack = new TakenBack();
    try {
      return await this.db.transaction(async (tx) => {
        await assertUnchanged(tx, revision);
        const before = await read(sections, tx);
        for (const [index, { write }] of prepared.entries()) await at(sections[index]!.name, () => write(tx));
        for (const [index, { finish }] of prepared.entries()) {
          if (finish) await at(sections[index]!.name, () => finish(tx));
        }
        const document = await read(sections, tx);
        const written = { revision: await revisionOf(tx), before, document, changes: diff(before, document) };
        if (isDryRun) throw Object.assign(takenBack, { written });
        return written;
      });
    } catch (error) {
      if (isDeadlock(error)) throw new Failure('request.precondition_failed');
      if (error !== takenBack) throw error;
      const { written } = takenBack;
      return { ...written!, revision: await revisionOf(this.db.manager) };
    }
  }
}

function loginIn({ replyMailbox: it }: ConfigurationBody): Login | undefined {
  return it && 'password' in it && it.password ? { user: it.user, password: it.password } : undefined;
}

interface Writing {
  readonly revision: number | undefined;
  readonly isDryRun: boolean;
}

type Written = Exported & Pick<ImportView, 'changes'> & { readonly before: Record<string, unknown> };

/** Ends the transaction of a dry run without a commit, and carries what it would have been. */
class TakenBack extends Error {
  written?: Written;
}

async function read(sections: readonly Section[], tx: EntityManager): Promise<Record<string, unknown>> {
  const parts: [string, unknown][] = [];
  for (const section of sections) parts.push([section.name, await section.read(tx)]);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

/** How often anything was saved: it grows with each change, and entries are never removed. */
const revisionOf = async (tx: EntityManager): Promise<number> => tx.countBy(AuditEntry, { outcome: 'saved' });

/**
 * Every change notes itself in the audit with its commit: under this lock those that have begun are over, and the others
 * wait until we are. Throws `request.precondition_failed`.
 */
async function assertUnchanged(tx: EntityManager, revision: number | undefined): Promise<void> {
  if (revision === undefined) return;
  await tx.query('LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE');
  if ((await revisionOf(tx)) !== revision) throw new Failure('request.precondition_failed');
}

/** Two that wait for each other's rows: the one that PostgreSQL ends was overtaken. */
const DEADLOCK = '40P01';
const isDeadlock = (error: unknown): boolean =>
  (error as { driverError?: { code?: unknown } }).driverError?.code === DEADLOCK;
