import type { Effect } from './containers.js';

/** What the marks of mail clients have said so far. */
export class ClientMarks {
  readonly fingerprints = new Set<string>();
  readonly opensAt: { line: number; container: string }[] = [];
  /** Seen behind the last line that was begun. */
  private opening: string | undefined;

  saw(name: string, effect: Effect): void {
    if (effect !== 'signature') this.fingerprints.add(name);
    if (effect === 'opens') this.opening ??= name;
  }

  hasSeen(name: string): boolean {
    return this.fingerprints.has(name);
  }

  /** How many headers of Outlook stand above: all below the first is quote. */
  get headersAbove(): number {
    return this.opensAt.length + (this.opening === undefined ? 0 : 1);
  }

  /** Behind what was seen comes this line. */
  stand(line: number): void {
    if (this.opening !== undefined) this.opensAt.push({ line, container: this.opening });
    this.opening = undefined;
  }
}
