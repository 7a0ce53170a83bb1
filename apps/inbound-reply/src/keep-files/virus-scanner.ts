export type Scan =
  | { readonly kind: 'clean' }
  /** `found`: what the scanner calls it. */
  | { readonly kind: 'virus'; readonly found: string }
  /** Larger than the scanner looks at. */
  | { readonly kind: 'not-scannable' };

/** Says whether a file is one that nobody should be handed. */
export abstract class VirusScanner {
  /**
   * Throws `scanner.unavailable` when it does not answer, or answers with something else: nothing passes then. With
   * `retryAfterSeconds` where it was not asked about this file at all, because it is away.
   */
  abstract scan(bytes: Uint8Array): Promise<Scan>;
}

/** Where nobody has set up one. */
export class NoScanner extends VirusScanner {
  scan(): Promise<Scan> {
    return Promise.resolve({ kind: 'clean' });
  }
}
