import { Failure } from '@replyline/errors';

interface Waiting {
  readonly size: number;
  readonly lane: number;
  readonly begin: () => void;
}

/**
 * Lets in as much at a time as there is room for, the more urgent first, then in the order in which it came; what is too
 * large for that comes alone.
 */
export class Turns {
  private readonly line: Waiting[] = [];
  private free: number;

  constructor(private readonly room: number) {
    this.free = room;
  }

  /** Resolves with what gives the room back. Rejects with `service.unavailable` when the signal aborts before. */
  take(size: number, lane: number, signal: AbortSignal): Promise<() => void> {
    const needed = Math.min(size, this.room);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.line.splice(this.line.indexOf(waiting), 1);
        reject(new Failure('service.unavailable'));
        this.letIn();
      };
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.takeUp(needed));
      };
      const waiting = { size: needed, lane, begin };
      if (signal.aborted) return reject(new Failure('service.unavailable'));
      signal.addEventListener('abort', leave, { once: true });
      this.line.splice(this.placeOf(lane), 0, waiting);
      this.letIn();
    });
  }

  /** Behind all that are as urgent. */
  private placeOf(lane: number): number {
    return this.line.findLastIndex((waiting) => waiting.lane <= lane) + 1;
  }

  private takeUp(size: number): () => void {
    this.free -= size;
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      this.free += size;
      this.letIn();
    };
  }

  private letIn(): void {
    while (this.line[0] && this.line[0].size <= this.free) this.line.shift()!.begin();
  }
}
