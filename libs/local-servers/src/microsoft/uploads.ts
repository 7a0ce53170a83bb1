import { randomUUID } from 'node:crypto';
import type { AttachmentItem, UploadSession } from '@microsoft/microsoft-graph-types';

export interface AttachedByGraph {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

interface Session {
  readonly item: AttachmentItem;
  readonly done: (file: AttachedByGraph) => void;
  bytes: Buffer;
}

interface UploadedPiece {
  readonly range: string | undefined;
  readonly hasToken: boolean;
  readonly bytes: Buffer;
}

const STEP_BYTES = 320 * 1024;
const MOST_PIECE_BYTES = 4 * 1000 ** 2;
const RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

/** Files that arrive in pieces, in their order. */
export class Uploads {
  /** How long each piece was. */
  readonly pieces: number[] = [];
  /** Where pieces are sent to, instead of here. */
  place: string | undefined;
  private readonly sessions = new Map<string, Session>();

  begin(item: AttachmentItem, url: string, done: Session['done']): UploadSession {
    const id = randomUUID();
    this.sessions.set(id, { item, done, bytes: Buffer.alloc(0) });
    return { uploadUrl: `${this.place ?? url}/upload/${id}`, ...expected(0) };
  }

  /** An HTTP status, and what is expected next while something is. */
  put(id: string, { range, hasToken, bytes }: UploadedPiece): { status: number; body?: UploadSession } {
    const session = this.sessions.get(id);
    if (!session) return { status: 404 };
    if (hasToken) return { status: 401 };
    const [start, end, size] = (RANGE.exec(range ?? '') ?? []).slice(1).map(Number);
    const isLast = end! + 1 === session.item.size;
    const isNext = start === session.bytes.length && end! - start + 1 === bytes.length && size === session.item.size;
    if (!isNext || (!isLast && bytes.length % STEP_BYTES !== 0)) return { status: 416 };
    if (bytes.length >= MOST_PIECE_BYTES) return { status: 413 };
    this.pieces.push(bytes.length);
    session.bytes = Buffer.concat([session.bytes, bytes]);
    if (!isLast) return { status: 200, body: expected(session.bytes.length) };
    this.sessions.delete(id);
    const { name, contentType } = session.item;
    session.done({ name: name ?? '', contentType: contentType ?? '', bytes: session.bytes });
    return { status: 201 };
  }
}

const expected = (from: number): UploadSession => ({
  expirationDateTime: '2030-01-01T00:00:00Z',
  nextExpectedRanges: [`${from}-`],
});
