import { randomUUID } from 'node:crypto';
import type { Message } from '@microsoft/microsoft-graph-types';

/** One mail in an inbox. */
interface Item {
  /** Good for as long as the mail exists, for who asks for ids like that. */
  readonly immutableId: string;
  readonly mime: Buffer;
  readonly receivedAt: Date;
  /** The change that put it there, and the last one to it. */
  readonly created: number;
  changed: number;
  isRead: boolean;
}

interface Arriving {
  readonly receivedAt?: Date;
  readonly isRead?: boolean;
}

/** What a client asks of `messages/delta`. */
interface DeltaQuestion {
  /** Of the whole question, without its query. */
  readonly place: string;
  readonly query: URLSearchParams;
  /** `Prefer: IdType="ImmutableId"`. */
  readonly isImmutable: boolean;
  /** `Prefer: odata.maxpagesize`. */
  readonly pageSize: number;
}

interface DeltaPage {
  readonly value: readonly object[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
}

const SIZE = /singleValueExtendedProperties\(\$filter=id eq '(LONG 0x0E08)'\)/i;

/** What Graph puts on a page unless it is asked for more. */
export const USUAL_PAGE = 10;

/** The inbox of one mailbox, as a client of Graph sees it. */
export class Inbox {
  /** What a store says a mail weighs is not what it weighs in MIME. */
  sizeOf: (mime: Buffer) => number | undefined = ({ byteLength }) => byteLength;
  /** Of which questions a page says that the next one is where it stands itself. */
  leadsInCircle: (query: URLSearchParams) => boolean = () => false;
  private readonly items = new Map<string, Item>();
  /** Names that are good until the next listing, for who does not ask for better ones. */
  private readonly passing = new Map<string, string>();
  private changes = 0;
  private generation = 1;
  private listen: () => void = () => undefined;

  /** A mail arrives. Answers its immutable id. */
  deliver(mime: Buffer | string, { receivedAt = new Date(), isRead = false }: Arriving = {}): string {
    const immutableId = `AAkALg${randomUUID().replaceAll('-', '')}=`;
    const created = ++this.changes;
    const item = { immutableId, mime: Buffer.from(mime), receivedAt, created, changed: created, isRead };
    this.items.set(immutableId, item);
    this.listen();
    return immutableId;
  }

  onDelivery(listen: () => void): void {
    this.listen = listen;
  }

  remove(immutableId: string): void {
    this.items.delete(immutableId);
  }

  /** Whoever held a link has to begin anew. */
  forgetCursors(): void {
    this.generation += 1;
  }

  get count(): number {
    return this.items.size;
  }

  /** The immutable ids of what is marked as read. */
  get read(): string[] {
    return [...this.items.values()].filter(({ isRead }) => isRead).map(({ immutableId }) => immutableId);
  }

  mimeOf(id: string): Buffer | undefined {
    return this.item(id)?.mime;
  }

  patch(id: string, { isRead }: Message): Message | undefined {
    const item = this.item(id);
    if (!item) return undefined;
    if (typeof isRead === 'boolean') Object.assign(item, { isRead, changed: ++this.changes });
    return { id, isRead: item.isRead };
  }

  /** `undefined`: the link is of a time that is forgotten. Newest first, so that nobody relies on an order. */
  delta({ place, query, isImmutable, pageSize }: DeltaQuestion): DeltaPage | undefined {
    const { since, until, skip, generation } = this.position(query);
    if (generation !== this.generation) return undefined;
    const isOfInterest = ({ created, changed }: Item) => {
      const at = query.get('changeType') === 'created' || since === 0 ? created : changed;
      return at > since && at <= until;
    };
    const found = [...this.items.values()].filter(isOfInterest).reverse();
    const value = found.slice(skip, skip + pageSize).map((it) => this.shown(it, query, isImmutable));
    if (this.leadsInCircle(query)) return { value, '@odata.nextLink': `${place}?${query.toString()}` };
    const link = (name: string, token: string) => {
      const next = new URLSearchParams(query);
      for (const old of ['$skiptoken', '$deltatoken']) next.delete(old);
      next.set(name, `${this.generation}.${token}`);
      return `${place}?${next.toString()}`;
    };
    return skip + pageSize < found.length
      ? { value, '@odata.nextLink': link('$skiptoken', `${since}.${until}.${skip + pageSize}`) }
      : { value, '@odata.deltaLink': link('$deltatoken', String(until)) };
  }

  private position(query: URLSearchParams) {
    const [generation = this.generation, since = 0, until = this.changes, skip = 0] = (
      query.get('$skiptoken') ??
      query.get('$deltatoken') ??
      ''
    )
      .split('.')
      .filter((it) => it !== '')
      .map(Number);
    return { generation, since, until, skip };
  }

  private shown(item: Item, query: URLSearchParams, isImmutable: boolean): object {
    const selected = query.get('$select')?.split(',') ?? [];
    const all: Record<string, unknown> = {
      receivedDateTime: item.receivedAt.toISOString().replace(/\.\d+/, ''),
      isRead: item.isRead,
    };
    const shown = Object.entries(all).filter(([name]) => selected.length === 0 || selected.includes(name));
    const size = this.sizeOf(item.mime);
    const asked = SIZE.exec(query.get('$expand') ?? '')?.[1];
    return {
      '@odata.etag': `W/"${item.changed}"`,
      id: isImmutable ? item.immutableId : this.passingName(item),
      ...Object.fromEntries(shown),
      ...(asked &&
        size !== undefined && { singleValueExtendedProperties: [{ id: 'Long 0xe08', value: String(size) }] }),
    };
  }

  private passingName({ immutableId }: Item): string {
    const name = `AAMkAG${randomUUID().replaceAll('-', '')}=`;
    for (const [old, whose] of this.passing) if (whose === immutableId) this.passing.delete(old);
    this.passing.set(name, immutableId);
    return name;
  }

  private item(id: string): Item | undefined {
    return this.items.get(this.passing.get(id) ?? id);
  }
}
